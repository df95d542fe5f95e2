/*
 * vendor: what is known of each provider: addresses, models, quirks.  Floor 4.
 *
 * One row a vendor, or one a kind of server where a name may stand for several (local).  Nothing else in the
 * program knows a provider by name, but the table of errors (classifier).
 */
#ifndef VENDOR_H
#define VENDOR_H

#include <stdbool.h>
#include <stddef.h>

enum vendor_protocol { VENDOR_OPENAI, VENDOR_OLLAMA, VENDOR_BUILTIN };

/* What a server can be asked for: text, any JSON object, JSON by a schema. */
enum vendor_json { VENDOR_TEXT, VENDOR_JSON_OBJECT, VENDOR_JSON_SCHEMA };

/* Models that answer no more; prefix NULL ends the list. */
struct vendor_retired {
    const char *prefix;
    const char *date;
    const char *successor;
};

struct vendor {
    const char *name;
    const char *server; /* kind of server, for a name that may be several; or NULL */
    enum vendor_protocol protocol;
    const char *base_url;
    const char *twin;  /* base URL of the other region, whose keys are others; or NULL */
    const char *model; /* by default; "" where one must be named */
    int workers;
    bool key;           /* it wants one */
    double temperature; /* by default; < 0: must not be sent */
    double hottest;     /* top of the temperature range */
    const char *cap;    /* request member that carries the ceiling of the answer */
    const char
        *quiet; /* request members that switch thinking off, as JSON without braces; "" for none */
    const char *const
        *thinks;           /* prefixes of models that cannot be switched; NULL ends it; or NULL */
    enum vendor_json json; /* the most it takes */
    bool usage;            /* streams tell their tokens when asked (stream_options) */
    bool partial_models;   /* its list of models leaves some out: one not in it may be there */
    bool any_model;        /* it answers as its one model whatever name it is asked for */
    const char *
        guarded; /* path below its root that wants the key where its list of models is open; or NULL */
    const struct vendor_retired *retired; /* or NULL */
};

/* The row of that name (of several, the first), or NULL. */
const struct vendor *vendor_find(const char *name);
/* The row for any other name, whose address a person sets. */
const struct vendor *vendor_other(void);
/* The row of the i-th name, or NULL behind the last. */
const struct vendor *vendor_at(size_t i);
/* The row of the same name for another kind of server, or NULL: v has no kinds, or not this one. */
const struct vendor *vendor_serving(const struct vendor *v, const char *server);

/* The address of the site that base_url is not, and whose keys are others; NULL where it is of none, or of another
 * server. */
const char *vendor_twin(const struct vendor *v, const char *base_url);

/* Whether the model refuses to be told not to think. */
bool vendor_thinks_always(const struct vendor *v, const char *model);
/* Since when the model answers no more, and what does instead; NULL: nothing of the kind is known. */
const struct vendor_retired *vendor_retirement(const struct vendor *v, const char *model);

#endif
