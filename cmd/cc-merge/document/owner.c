#include "owner.h"

#include "document.h"

char *owner_at(const struct files *f, const struct names_place *place)
{
    struct buf text;
    struct jsontape t;
    char *owner = NULL;
    buf_init(&text, DOCUMENT_MAX);
    jsontape_init(&t);
    if (files_read(f, place->folder, place->file, &text) &&
        document_read(&t, text.data, text.len) >= 0)
        owner = jsontape_text(&t, jsontape_get(&t, 0, "endpoint_id"));
    jsontape_free(&t);
    buf_free(&text);
    return owner;
}
