/*
 * media: what kind of text a content type stands for.  Pure.
 */
#ifndef MEDIA_H
#define MEDIA_H

/* A range such as `*` / `*` is JSON, TEXT is everything we do not know. */
enum media { MEDIA_JSON, MEDIA_FORM, MEDIA_MULTIPART, MEDIA_TEXT };
enum media media_of(const char *content_type);

/*
 * The type to send of a list as the `contentType` of an encoding has them ("image/png, image/jpeg"): its first,
 * or where that is a range a usual type of it ("image/png" for all images).  To be freed; NULL: it says none.
 */
char *media_first(const char *list);

#endif
