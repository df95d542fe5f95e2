/* cc-call's verify: what becomes of a model's case, alone; and of several together. */
#include "../../cmd/cc-call/verify.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "schema/validate.h"
#include "textfile.h"
#include "unit.h"

/* ' stands for ". */
static const char *const operations[] = {
    /* 0: all kinds of parts, and credentials */
    "{'id':'POST "
    "/shops/{shop}/toys','slug':'post_toys','method':'POST','path':'/shops/{shop}/toys',"
    "'summary':'Adds a toy','description':'A name may be used only once in a shop.',"
    "'tags':['toys'],'spec':{'openapi':'3.1.0'},'request':{'parameters':["
    "{'name':'shop','in':'path','required':true,'schema':{'type':'integer','minimum':1}},"
    "{'name':'limit','in':'query','schema':{'type':'integer','maximum':100}},"
    "{'name':'code','in':'query','schema':{'type':'string','maxLength':4}},"
    "{'name':'sort','in':'query','schema':{'type':'array','items':{'enum':['name','price']}}},"
    "{'name':'X-Trace','in':'header','schema':{'type':'string','format':'uuid'}}],"
    "'body':{'required':true,'content':{'application/json':{'schema':{'$ref':'#/$defs/Toy'}}}}},"
    "'responses':{'201':{},'422':{},'404':{},'401':{}},"
    "'security':[[{'scheme':'t','type':'http','http':'bearer','in':'header','name':'Authorization'}"
    "]],"
    "'$defs':{'Toy':{'type':'object','additionalProperties':false,'required':['name'],'properties':"
    "{"
    "'name':{'type':'string','minLength':1,'maxLength':8},'price':{'type':'integer','minimum':0},"
    "'kind':{'type':'string','enum':['bear','doll']},'id':{'type':'integer','readOnly':true},'"
    "maker':{'properties':{'id':{'readOnly':true}}}}}}}",
    /* 1: open, and hardly documented; headers that are ours, whatever is said of them */
    "{'id':'GET /toys','slug':'get_toys','method':'GET','path':'/toys','spec':{'openapi':'3.1.0'},"
    "'request':{'parameters':[{'name':'page','in':'query','required':true,'description':"
    "'Pages behind the last are empty','schema':{'type':'integer','minimum':1}},"
    "{'name':'authorization','in':'header','required':true,'schema':{'type':'string'}},"
    "{'name':'Accept','in':'header','required':true,'schema':{'type':'string'}},"
    "{'name':'Content-Type','in':'header','required':true,'schema':{'type':'string'}}]},"
    "'responses':{'200':{},'206':{}}}",
    /* 2: credentials may be left out */
    "{'id':'GET /news','slug':'get_news','method':'GET','path':'/news','spec':{'openapi':'3.1.0'},"
    "'responses':{'200':{},'403':{}},'security':[[],[{'scheme':'k','type':'apiKey','in':'query',"
    "'name':'key'}]]}",
    /* 3: a form, and a pattern that is not known */
    "{'id':'PUT /form','slug':'put_form','method':'PUT','path':'/form','spec':{'openapi':'3.1.0'},"
    "'request':{'parameters':[{'name':'odd','in':'query','schema':{'type':'string','pattern':'('}}]"
    ","
    "'body':{'content':{'application/x-www-form-urlencoded':{'schema':{'type':'object',"
    "'properties':{'age':{'type':'integer','maximum':9},'text':{'type':'string'},'parts':{'type':"
    "'array','items':{'properties':{'n':{'type':'integer'},'s':{'type':'string'}}}}}}}}}},"
    "'responses':{'200':{},'400':{},'401':{},'409':{}}}",
    /* 4: branches */
    "{'id':'PUT /any','slug':'put_any','method':'PUT','path':'/any','spec':{'openapi':'3.1.0'},"
    "'request':{'body':{'content':{'application/json':{'schema':{'properties':{'size':{'anyOf':["
    "{'type':'integer','minimum':3},{'type':'null'}]},'form':{'anyOf':[{'properties':{'a':{'type':"
    "'string'}}},{'type':'null'}]}}}}}}},'responses':{'200':{},'400':{}}}",
    /* 5: a parameter that is the credential */
    "{'id':'GET /mine','slug':'get_mine','method':'GET','path':'/mine','spec':{'openapi':'3.1.0'},"
    "'request':{'parameters':[{'name':'x-key','in':'header','required':true,'schema':{'type':"
    "'string'}}]},'responses':{'200':{}},'security':[[{'scheme':'k','type':'apiKey','in':'header',"
    "'name':'X-Key'}]]}",
};

#define SHOP "'path_params':{'shop':7},"
#define BEAR SHOP "'body':{'name':'Bear'},"
#define POSITIVE "'test_type':'positive','status':201"
#define NEGATIVE(status) "'test_type':'negative','status':" #status
#define PAGE "'query_params':{'page':1},"

/* outcome: "TYPE [IN POINTER KEYWORD|"QUOTE"] STATUS [STATUS_IN] documented checked", or "no"; words: of the remarks or of
 * the reason. */
static const struct {
    int operation;
    const char *members, *outcome, *words;
} rows[] = {
    /* What is as it says. */
    {0, BEAR POSITIVE, "positive 201 documented checked", NULL},
    {0, BEAR "'query_params':{'limit':'100','code':1234,'sort':'name,price'}," POSITIVE,
     "positive 201 documented checked", NULL},
    {0, BEAR "'query_params':{'limit':100,'sort':['name']}," POSITIVE,
     "positive 201 documented checked", NULL},
    {0, BEAR "'query_params':{'limit':null},'headers':null,'violates':null," POSITIVE,
     "positive 201 documented checked", NULL},
    {3, "'query_params':{'odd':'x'},'test_type':'positive','status':200", "positive 200 documented",
     NULL},
    {3, "'body':{'age':'9','text':5},'test_type':'positive','status':200",
     "positive 200 documented checked", NULL},
    {3, "'body':{'parts':[{'n':'1','s':'2'},{'n':1,'s':2}]},'test_type':'positive','status':200",
     "positive 200 documented checked", NULL},
    {5, "'test_type':'positive','status':200", "positive 200 documented checked", NULL},
    {0,
     SHOP "'body':{'name':'Bear','price':-1},'violates':{'in':'body','pointer':'/price',"
          "'keyword':'minimum'}," NEGATIVE(422),
     "negative body /price minimum 422 documented checked", NULL},
    {0,
     SHOP "'body':{},'violates':{'in':'body','pointer':'/name','keyword':'required'},"
          "'test_type':'boundary','status':422",
     "boundary body /name required 422 documented checked", NULL},
    {0,
     SHOP "'body':{'name':'Bear','x':1},'violates':{'in':'body','pointer':'/x','keyword':"
          "'additionalProperties'}," NEGATIVE(422),
     "negative body /x additionalProperties 422 documented checked", NULL},
    {0, SHOP "'violates':{'in':'body','keyword':'required'}," NEGATIVE(422),
     "negative body  required 422 documented checked", NULL},
    {0, SHOP "'body_text':'{','violates':{'in':'body','keyword':'syntax'}," NEGATIVE(422),
     "negative body  422 documented checked", NULL},
    {0,
     SHOP "'body':{'name':'Bear','kind':5},'violates':{'in':'body','pointer':'/kind','keyword':"
          "'enum'}," NEGATIVE(422),
     "negative body /kind enum 422 documented checked", NULL},
    {0,
     "'path_params':{'shop':0},'body':{'name':'Bear'},'violates':{'in':'path','pointer':'/shop',"
     "'keyword':'minimum'}," NEGATIVE(422),
     "negative path /shop minimum 422 documented checked", NULL},
    {0,
     BEAR "'headers':{'x-trace':'no'},'violates':{'in':'header','pointer':'/X-Trace','keyword':"
          "'format'}," NEGATIVE(422),
     "negative header /X-Trace format 422 documented checked", NULL},
    {1, "'violates':{'in':'query','pointer':'/page','keyword':'required'}," NEGATIVE(400),
     "negative query /page required 400 [4XX] checked", NULL},
    {0,
     BEAR
     "'content_type':'text/plain','violates':{'in':'media','keyword':'content'}," NEGATIVE(415),
     "negative media  content 415 [4XX] checked", NULL},
    {0, BEAR "'headers':{'Content-Type':'text/plain'},'violates':{'in':'media'}," NEGATIVE(415),
     "negative media  content 415 [4XX] checked", NULL},
    {0,
     SHOP "'body':{'name':'Bear','id':3},'violates':{'in':'body','pointer':'/id','keyword':"
          "'readOnly'}," NEGATIVE(422),
     "negative body /id readOnly 422 [4XX,2XX] documented checked", NULL},
    {0, BEAR "'method':'TRACE','violates':{'in':'method'}," NEGATIVE(405),
     "negative method 405 [4XX]", NULL},
    {3,
     "'body':{'age':'10'},'violates':{'in':'body','pointer':'/age','keyword':'maximum'}," NEGATIVE(
         400),
     "negative body /age maximum 400 documented checked", NULL},
    {3,
     "'query_params':{'odd':'x'},'violates':{'in':'query','pointer':'/"
     "odd','keyword':'pattern'}," NEGATIVE(400),
     "negative query /odd pattern 400 documented", NULL},
    /* A label that is put right. */
    {0, SHOP "'body':{'name':'Bear','price':-1}," POSITIVE,
     "negative body /price minimum 422 documented checked",
     "relabelled: it was called positive, but body, at /price: -1 is under the minimum of 0"},
    {0, SHOP "'body':{'name':'Bear','price':'much'}," POSITIVE,
     "negative body /price type 422 documented checked", "relabelled: it was called positive"},
    {0, SHOP "'body':{'name':'Bear','kind':5}," POSITIVE,
     "negative body /kind type 422 documented checked", "status 201 was said"},
    {0, SHOP "'body':{'name':'Bear','price':-1},'test_type':'boundary','status':422",
     "boundary body /price minimum 422 documented checked", "what it breaks was not said"},
    {0, SHOP "'body':{'name':''}," NEGATIVE(422),
     "negative body /name minLength 422 documented checked", "what it breaks was not said"},
    {0,
     SHOP "'body':{'name':'Bear','price':-1},'violates':{'in':'body','pointer':'/price',"
          "'keyword':'minimum'},'test_type':'positive','status':422",
     "negative body /price minimum 422 documented checked", NULL},
    {0,
     BEAR "'violates':{'in':'body','pointer':'/name','keyword':'maxLength'},"
          "'test_type':'negative','status':201",
     "positive 201 documented checked",
     "relabelled: it was said to break maxLength at /name of body, but the request is valid"},
    {0,
     BEAR "'violates':{'in':'body','pointer':'/name','keyword':'maxLength'},"
          "'test_type':'boundary','status':201",
     "boundary 201 documented checked", "relabelled"},
    {0, BEAR "'test_type':'negative','status':201", "positive 201 documented checked",
     "relabelled: it was called negative"},
    {0, BEAR "'violates':{'in':'rule'},'test_type':'positive','status':201",
     "positive 201 documented checked", "it was said to break a rule, but success is expected"},
    {0, BEAR "'test_type':'negative','status':401,'headers':{'Authorization':'Bearer x'}",
     "negative auth security 401 documented", NULL},
    {0, BEAR "'method':'trace','violates':{'in':'method'}," NEGATIVE(405),
     "negative method 405 [4XX]", NULL},
    {0, BEAR "'method':'DELETE'," NEGATIVE(405), "negative method 405 [4XX]", NULL},
    {0, BEAR "'preconditions':['There is no such shop']," NEGATIVE(404),
     "negative state 404 documented", "what it breaks was not said; taken for its preconditions"},
    /* A constraint that is put right. */
    {0,
     SHOP "'body':{'name':'Bear','price':-1},'violates':{'in':'body','pointer':'/price',"
          "'keyword':'maximum'}," NEGATIVE(422),
     "negative body /price minimum 422 documented checked",
     "corrected: it was said to break maximum at /price of body, but body, at /price: -1"},
    {0,
     SHOP "'body':{'name':'Bear','price':-1},'violates':{'in':'query','pointer':'/limit',"
          "'keyword':'maximum'}," NEGATIVE(422),
     "negative body /price minimum 422 documented checked", "corrected"},
    {0,
     SHOP "'body':{'name':'Bear','price':-1},'violates':{'in':'body','pointer':'#/body/price',"
          "'keyword':'minimum'}," NEGATIVE(422),
     "negative body /price minimum 422 documented checked", NULL},
    {0, SHOP "'body':{'name':'Bear','price':-1},'violates':'body'," NEGATIVE(422),
     "negative body /price minimum 422 documented checked", NULL},
    {0,
     SHOP "'body':{'name':'Bear','price':-1},'violates':[{'in':'request_body','pointer':'price'}]"
          "," NEGATIVE(422),
     "negative body /price minimum 422 documented checked", NULL},
    {0,
     SHOP
     "'body':{'name':'Bear','price':-1},'violates':{'in':'state'},'preconditions':['x']," NEGATIVE(
         404),
     "negative body /price minimum 404 documented checked",
     "corrected: it was said to be about a state, but body, at /price"},
    {0,
     SHOP "'body':{'name':'','price':-1},'violates':{'in':'body','pointer':'/price','keyword':"
          "'minimum'}," NEGATIVE(422),
     "negative body /price minimum 422 documented", "it breaks more than that: 2 constraints"},
    {0,
     BEAR "'violates':{'in':'path','pointer':'/shop','keyword':'exists'},'preconditions':"
          "['There is no shop 7']," NEGATIVE(404),
     "negative state 404 documented",
     "corrected: it was said to break exists at /shop of path, and lives by its preconditions"},
    {0, BEAR "'violates':{'in':'path','keyword':'exists'},'preconditions':['x']," NEGATIVE(409),
     "negative state 409 [4XX]", "lives by its preconditions alone"},
    {0, BEAR "'violates':{'in':'path','keyword':'exists'},'preconditions':['x']," NEGATIVE(410),
     "negative state 404 documented", "lives by its preconditions alone"},
    {0, BEAR "'violates':{'in':'path','keyword':'exists'},'preconditions':['x']," NEGATIVE(412),
     "negative state 412 [4XX]", "lives by its preconditions alone"},
    {0, BEAR "'violates':{'in':'path','keyword':'exists'},'preconditions':['x']," NEGATIVE(423),
     "negative state 423 [4XX]", "lives by its preconditions alone"},
    {0, BEAR "'violates':{'in':'path','keyword':'exists'},'preconditions':['x']," NEGATIVE(428),
     "negative state 428 [4XX]", "lives by its preconditions alone"},
    {0, BEAR "'violates':{'in':'path','keyword':'exists'},'preconditions':['x']," NEGATIVE(429),
     "negative state 429 [4XX]", "lives by its preconditions alone"},
    {0, BEAR "'headers':{'Accept':'text/csv'},'violates':{'in':'media'}," NEGATIVE(406),
     "negative media 406 [4XX]", NULL},
    {0,
     SHOP "'body':{'name':'Bear','x':1},'violates':{'in':'body','pointer':'','keyword':"
          "'additionalProperties'}," NEGATIVE(422),
     "negative body /x additionalProperties 422 documented checked", NULL},
    {0, BEAR "'violates':{'in':'body','quote':'a name may be used only once'}," NEGATIVE(409),
     "negative rule \"a name may be used only once\" 409 [4XX]", NULL},
    {4, "'body':{'size':1},'test_type':'positive','status':200",
     "negative body /size anyOf 400 documented checked", "relabelled"},
    {4,
     "'body':{'size':1},'violates':{'in':'body','pointer':'/size','keyword':'minimum'}," NEGATIVE(
         400),
     "negative body /size minimum 400 documented checked", NULL},
    {4,
     "'body':{'form':{'a':1}},'violates':{'in':'body','pointer':'/form/"
     "a','keyword':'type'}," NEGATIVE(400),
     "negative body /form/a type 400 documented", NULL},
    {4,
     "'body':{'form':{'a':1}},'violates':{'in':'body','pointer':'/"
     "size','keyword':'type'}," NEGATIVE(400),
     "negative body /form anyOf 400 documented checked", "corrected"},
    /* What no schema shows. */
    {0,
     BEAR
     "'violates':{'in':'rule','quote':'A name may be used only  ONCE in a shop.'}," NEGATIVE(422),
     "negative rule \"A name may be used only  ONCE in a shop.\" 422 documented", NULL},
    {0,
     BEAR
     "'violates':{'in':'rule','quote':'A name may be used twice'},'preconditions':['x']," NEGATIVE(
         422),
     "negative rule 422 documented", "the description does not say \"A name may be used twice\""},
    {0, BEAR "'violates':{'in':'state'},'preconditions':'There is no shop 7'," NEGATIVE(404),
     "negative state 404 documented", NULL},
    {1, PAGE "'violates':{'in':'rule','quote':'pages behind the last are empty'}," NEGATIVE(416),
     "negative rule \"pages behind the last are empty\" 416 [4XX]", NULL},
    {0, BEAR "'violates':{'in':'rule','quote':'A name may be used twice'}," NEGATIVE(422), "no",
     "the description does not say \"A name may be used twice\", and there are no preconditions"},
    {0, BEAR "'violates':{'in':'rule'}," NEGATIVE(422), "no", "needs a quote"},
    {0, BEAR "'violates':{'in':'state'},'preconditions':[]," NEGATIVE(404), "no", "needs a quote"},
    /* Credentials. */
    {0, BEAR "'violates':{'in':'auth'}," NEGATIVE(401),
     "negative auth security 401 documented checked", NULL},
    {0,
     BEAR "'violates':{'in':'auth'},'technique':'auth_missing','headers':{'Authorization':"
          "'Bearer ${AUTH_TOKEN}'}," NEGATIVE(401),
     "negative auth security 401 documented checked", NULL},
    {0, BEAR "'violates':{'in':'security'},'headers':{'authorization':'Bearer old'}," NEGATIVE(403),
     "negative auth security 401 documented", "status 403 was said"},
    {0,
     BEAR "'violates':{'in':'auth'},'headers':{'Authorization':'Bearer ${AUTH_TOKEN}'},"
          "'preconditions':['The token has expired']," NEGATIVE(401),
     "negative auth security 401 documented", NULL},
    {0,
     BEAR
     "'violates':{'in':'auth'},'headers':{'Authorization':'Bearer ${AUTH_TOKEN}'}," NEGATIVE(401),
     "no", "the very credentials"},
    {2, "'violates':{'in':'auth'},'query_params':{'key':'x'}," NEGATIVE(403),
     "negative auth security 403 documented", NULL},
    {2, "'violates':{'in':'auth'}," NEGATIVE(403), "no", "the operation needs none"},
    {1, PAGE "'violates':{'in':'auth'}," NEGATIVE(401), "no", "asks for no credentials"},
    {1, PAGE "'violates':{'in':'state'},'preconditions':['Nobody is logged in']," NEGATIVE(403),
     "no", "asks for no credentials: status 403 is not to be expected"},
    {3, "'violates':{'in':'state'},'preconditions':['The password is wrong']," NEGATIVE(401),
     "negative state 401 documented", NULL},
    /* Members of another shape than they have. */
    {0,
     BEAR "'description':'','tags':['x'],'technique':'guessing','resp_schema':{'type':'object'},"
          "'resp_headers':[],'rules':'One','preconditions':[1,'x'],'postconditions':{},'remarks':5,"
          "'status_in':[7],'cookies':[],'priority':'high'," POSITIVE,
     "positive 201 documented checked", NULL},
    {0,
     BEAR "'violates':{'in':'body','value':3,'pointer':5,'keyword':'','quote':null}," NEGATIVE(
         409) ",'preconditions':['x']",
     "negative state 409 [4XX]", "lives by its"},
    {0,
     BEAR "'violates':{'in':'rule','pointer':'$.name','keyword':'unique'},'preconditions':"
          "['x']," NEGATIVE(409),
     "negative rule /name unique 409 [4XX]", NULL},
    {0,
     SHOP "'body':{'name':'Bear','maker':{'id':3}},'violates':{'in':'body','pointer':'/maker/id',"
          "'keyword':'readOnly'}," NEGATIVE(422),
     "negative body /maker/id readOnly 422 [4XX,2XX] documented checked", NULL},
    {0, BEAR "'violates':{'in':'body','pointer':'/name','keyword':'readOnly'}," NEGATIVE(422), "no",
     "the request breaks nothing"},
    {0, BEAR "'method':'DEL ETE','violates':{'in':'method'}," NEGATIVE(405), "no", "is none"},
    /* Names of places that models have. */
    {0,
     SHOP
     "'body':{'price':1},'violates':{'in':'body','pointer':'/','keyword':'required'}," NEGATIVE(
         422),
     "negative body /name required 422 documented checked", NULL},
    {1, "'violates':{'in':'query','pointer':'','keyword':'required'}," NEGATIVE(400),
     "negative query /page required 400 [4XX] checked", NULL},
    {0,
     "'path_params':{'shop':0},'body':{'name':'Bear'},'violates':{'in':'path_params','pointer':"
     "'shop','keyword':'minimum'}," NEGATIVE(422),
     "negative path /shop minimum 422 documented checked", NULL},
    {0,
     SHOP "'body':{'name':'Bear','price':-1},'violates':{'in':'body','pointer':'/price~',"
          "'keyword':'minimum'}," NEGATIVE(422),
     "negative body /price minimum 422 documented checked", NULL},
    {0,
     SHOP "'body':{'name':'Bear','price':-1},'violates':{'in':'body','pointer':'body.price',"
          "'keyword':'minimum'}," NEGATIVE(422),
     "negative body /price minimum 422 documented checked", NULL},
    /* A path with values in it. */
    {0, "'path':'/shops/7/toys','body':{'name':'Bear'}," POSITIVE,
     "positive 201 documented checked", NULL},
    {0, "'path':'/shops/0/toys','body':{'name':'Bear'}," POSITIVE,
     "negative path /shop minimum 422 documented checked", "relabelled"},
    {0, BEAR "'path':'/shops/0/toys'," POSITIVE, "positive 201 documented checked", NULL},
    {0,
     "'path':'/shops/0/toys','path_params':{'shop':null},'body':{'name':'Bear'},"
     "'violates':{'in':'path','pointer':'/shop','keyword':'minimum'}," NEGATIVE(422),
     "negative path /shop minimum 422 documented checked", NULL},
    /* Statuses. */
    {0, BEAR "'test_type':'positive','status':200", "positive 201 documented checked",
     "status 200 was said, which is not documented or does not fit"},
    {0, BEAR "'test_type':'positive','status':'201'", "positive 201 documented checked", NULL},
    {0, BEAR "'test_type':'positive','status':'2XX'", "positive 201 documented checked",
     "status 200 was said"},
    {0, BEAR "'test_type':'positive','status':'9223372036854775807XX'", "no", "status is none"},
    {0,
     SHOP
     "'body':{},'violates':{'in':'body','pointer':'/name','keyword':'required'}," NEGATIVE(400),
     "negative body /name required 422 documented checked", "status 400 was said"},
    {1, PAGE "'test_type':'positive','status':201", "positive 200 [200,206] documented checked",
     "status 201 was said"},
    {0, BEAR "'violates':{'in':'rule'},'preconditions':['x']," NEGATIVE(409),
     "negative rule 409 [4XX]", NULL},
    {0, BEAR "'violates':{'in':'state'},'preconditions':['x']," NEGATIVE(503),
     "negative state 503 [5XX]", NULL},
    /* What cannot be believed. */
    {0, SHOP "'body':{'price':'much'}," POSITIVE, "no",
     "the case claims to be valid, but the request breaks 2 constraints: body, at"},
    {0, SHOP "'body':{'price':'much'}," NEGATIVE(422), "no", "does not say what it breaks, but"},
    {0,
     SHOP
     "'body':{'price':'much','name':''},'violates':{'in':'query','pointer':'/limit'}," NEGATIVE(
         422),
     "no", "it is said to break /limit of query, but breaks 2 others: body, at"},
    {0, BEAR "'violates':{'in':'body','pointer':'/price','keyword':'minimum'}," NEGATIVE(422), "no",
     "it is said to break minimum at /price of body, but the request breaks nothing"},
    {3,
     "'query_params':{'odd':'x'},'violates':{'in':'query','pointer':'/odd','keyword':'pattern'},"
     "'test_type':'negative','status':200",
     "no", "nothing shows that"},
    {0, BEAR "'violates':{'in':'media'}," NEGATIVE(415), "no", "the request breaks nothing"},
    {0, BEAR NEGATIVE(422), "no", "does not say what it breaks (violates.in)"},
    {0, BEAR "'test_type':'positive','status':422", "no", "but status 422 is expected"},
    {0, BEAR "'violates':{'in':'method'}," NEGATIVE(405), "no", "its method is the operation's"},
    {0, BEAR "'method':'GET'," POSITIVE, "no", "method GET is not the operation's"},
    {0, BEAR "'path':'/toys'," POSITIVE, "no", "path /toys is not the operation's"},
    {0, "'body':{'name':'Bear'}," POSITIVE, "no", "{shop} has no value"},
    {0, "'path':'/shops/7/toys?limit=1','body':{'name':'Bear'}," POSITIVE, "no",
     "path /shops/7/toys?limit=1 is not the operation's"},
    {0, BEAR "'query_params':'limit=1'," POSITIVE, "no", "query_params is no object"},
    {0, BEAR "'headers':{'X-Trace':'a\\nb'}," POSITIVE, "no", "line break"},
    {0, BEAR "'test_type':'good','status':201", "no", "test_type is none of"},
    {0, BEAR "'test_type':'positive','status':999", "no", "status is none"},
};

/* What every case must be: share/casecraft/case.schema.json. */
struct shape {
    struct buf text;
    struct jsontape tape;
    struct schema_view view;
};

static bool shape_open(struct shape *s)
{
    struct diag_error err;
    buf_init(&s->text, CEILING_MIB);
    jsontape_init(&s->tape);
    if (!UNIT_CHECK(textfile_read("share/casecraft/case.schema.json", &s->text, &err) == 0 &&
                        jsontape_read(&s->tape, s->text.data, s->text.len, &err) == 0,
                    "the schema of cases: %s", err.text))
        return false;
    schema_view_open_document(&s->view, &s->tape, false);
    return true;
}

static void check_shape(const struct shape *s, const struct jsontape *t, uint32_t one)
{
    struct schema_report report = {0};
    struct buf line;
    buf_init(&line, CEILING_TEXT);
    const bool valid = schema_validate(&s->view, 0, t, one, false, &report) == SCHEMA_VALID;
    if (!valid && report.failures > 0)
        schema_report_line(&report.failure[0], &s->tape, &line);
    UNIT_CHECK(valid, "a case is of the schema of cases: %s", line.data);
    buf_free(&line);
}

static void spell(const char *text, struct buf *out)
{
    for (; *text != '\0'; text++)
        buf_char(out, *text == '\'' ? '"' : *text);
}

static void add_text(const struct jsontape *t, uint32_t n, const char *before, const char *after,
                     struct buf *out)
{
    if (n == JSONTAPE_NONE)
        return;
    buf_text(out, before);
    jsontape_string(t, n, out);
    buf_text(out, after);
}

/* The outcome of a case, as the rows have it. */
static void add_outcome(const struct jsontape *t, uint32_t one, struct buf *out)
{
    uint32_t violates = jsontape_get(t, one, "violates");
    jsontape_string(t, jsontape_get(t, one, "test_type"), out);
    add_text(t, jsontape_get(t, violates, "in"), " ", "", out);
    add_text(t, jsontape_get(t, violates, "pointer"), " ", "", out);
    add_text(t, jsontape_get(t, violates, "keyword"), " ", "", out);
    add_text(t, jsontape_get(t, violates, "quote"), " \"", "\"", out);
    buf_format(out, " %lld", jsontape_count(t, jsontape_get(t, one, "status"), 0));
    const char *joint = " [";
    for (struct jsontape_walk w = jsontape_walk(t, jsontape_get(t, one, "status_in"));
         jsontape_step(t, &w); joint = ",")
        add_text(t, w.value, joint, "", out);
    buf_text(out, *joint == ',' ? "]" : "");
    buf_text(out, jsontape_true(t, jsontape_get(t, one, "documented")) ? " documented" : "");
    buf_text(out, jsontape_true(t, jsontape_get(t, one, "checked")) ? " checked" : "");
}

/* The cases, a JSON array, as verify has them; the caller frees all. */
static bool judge(int operation, const char *cases, struct verify *v)
{
    struct record r;
    struct answer a;
    struct diag_error err;
    struct buf line, text;
    buf_init(&line, CEILING_TEXT);
    buf_init(&text, CEILING_TEXT);
    spell(operations[operation], &line);
    spell(cases, &text);
    bool read = record_read(&r, line.data, line.len, &err) == 0;
    UNIT_CHECK(read, "operation %d: %s", operation, err.text);
    if (read) {
        read = answer_read(&a, text.data, &err) == 0;
        UNIT_CHECK(read, "%s: %s", cases, err.text);
        if (read) {
            verify_answer(v, &r, &a, "test");
            answer_free(&a);
        }
        record_free(&r);
    }
    buf_free(&line);
    buf_free(&text);
    return read;
}

static void check_method(const struct jsontape *t, uint32_t one)
{
    char *method = jsontape_text(t, jsontape_get(t, one, "method"));
    UNIT_CHECK(method != NULL && strpbrk(method, "abcdefghijklmnopqrstuvwxyz") == NULL,
               "%s is in capitals", method);
    free(method);
}

static void check_row(const struct shape *shape, size_t i)
{
    struct verify v;
    struct buf cases, got, words;
    struct jsontape t;
    buf_init(&cases, CEILING_TEXT);
    buf_init(&got, CEILING_TEXT);
    buf_init(&words, CEILING_TEXT);
    jsontape_init(&t);
    buf_format(&cases, "[{'name':'A case',%s}]", rows[i].members);
    if (judge(rows[i].operation, cases.data, &v)) {
        const bool accepted = v.accepted == 1;
        struct buf *json = accepted ? &v.cases : &v.rejected;
        UNIT_CHECK(jsontape_read(&t, json->data, json->len, NULL) == 0, "%s is JSON", json->data);
        struct jsontape_walk w = jsontape_walk(&t, 0);
        jsontape_step(&t, &w);
        if (accepted) {
            add_outcome(&t, w.value, &got);
            check_shape(shape, &t, w.value);
            check_method(&t, w.value);
        } else
            buf_text(&got, "no");
        jsontape_string(&t, jsontape_get(&t, w.value, accepted ? "remarks" : "reason"), &words);
        UNIT_CHECK(strcmp(got.data, rows[i].outcome) == 0, "%s: %s, not %s (%s)", rows[i].members,
                   got.data, rows[i].outcome, words.data);
        UNIT_CHECK(rows[i].words == NULL ? words.len == 0
                                         : strstr(words.data, rows[i].words) != NULL,
                   "%s: \"%s\" is not \"%s\"", rows[i].members, words.data,
                   rows[i].words == NULL ? "" : rows[i].words);
        verify_free(&v);
    }
    jsontape_free(&t);
    buf_free(&cases);
    buf_free(&got);
    buf_free(&words);
}

#define POS(members) "{'name':'A','test_type':'positive','status':201," SHOP members "}"
#define NEG(price)                                                                                 \
    "{'name':'B','test_type':'negative','status':422," SHOP "'body':{'name':'x','price':" #price   \
    "}}"
#define NAMED(name) POS("'body':{'name':'" name "'}")

/* Cases that come together: what each that is accepted is called, and its priority; how many are not. */
static const struct {
    const char *cases, *accepted;
    size_t refused;
} sets[] = {
    /* The same request in another dress. */
    {"[" NAMED("a") "," NAMED("a") "]", "POS-001 P0", 1},
    {"[" POS("'body':{'name':'a','price':1}") "," POS("'body':{'price':1,'name':'a'}") "]",
     "POS-001 P0", 1},
    {"[" POS("'body':{'name':'a'},'headers':{'A':'1','B':'2'}") "," POS(
         "'body':{'name':'a'},'headers':{'b':'2','a':'1'}") "]",
     "POS-001 P0", 1},
    {"[" POS("'body':{'name':'a'},'headers':{'Content-Type':'application/json'}") "," POS(
         "'body':{'name':'a'},'headers':{'Authorization':'Bearer x'}") "]",
     "POS-001 P0", 1},
    {"[" POS("'body':{'name':'a'},'query_params':{'limit':1,'code':'x'}") "," POS(
         "'body':{'name':'a'},'query_params':{'code':'x','limit':'1'}") "]",
     "POS-001 P0", 1},
    {"[" POS("'body':{'name':'a'},'preconditions':['The shop is open','It is day']") "," POS(
         "'body':{'name':'a'},'preconditions':['it is  day','The shop is open']") "]",
     "POS-001 P0", 1},
    {"[" POS("'body':{'name':'a'},'preconditions':[]") "," NAMED("a") "]", "POS-001 P0", 1},
    /* Another request, or another time. */
    {"[" NAMED("a") "," NAMED("b") "]", "POS-001 P0, POS-002 P1", 0},
    {"[" NAMED("a") "," POS("'body':{'name':'a'},'preconditions':['x']") "]",
     "POS-001 P0, POS-002 P1", 0},
    {"[" POS("'body':{'name':'a'},'query_params':{'sort':['name','price']}") "," POS(
         "'body':{'name':'a'},'query_params':{'sort':['price','name']}") "]",
     "POS-001 P0, POS-002 P1", 0},
    /* Numbers and priorities are ours, by the order in each type. */
    {"[" NAMED("a") "," NEG(-1) "," NAMED("b") "," NEG(-2) "," NAMED("c") "," NAMED(
         "d") ",5," NAMED("e") "]",
     "POS-001 P0, NEG-001 P0, POS-002 P1, NEG-002 P1, POS-003 P1, POS-004 P2, POS-005 P2", 1},
    {"[" NAMED("a") "," NAMED("b") "," NAMED("c") "," NAMED("d") "," NAMED("e") "," NAMED(
         "f") "," NAMED("g") "," NAMED("h") "," NAMED("i") "," NAMED("j") "]",
     "POS-001 P0, POS-002 P0, POS-003 P0, POS-004 P1, POS-005 P1, POS-006 P1, POS-007 P1, "
     "POS-008 P2, POS-009 P2, POS-010 P2",
     0},
    {"[{'case_id':'X','module':'m','priority':'P2','provider':'me','target':'/x','name':'A',"
     "'test_type':'positive','status':201," SHOP "'body':{'name':'a'}}]",
     "POS-001 P0", 0},
};

static void check_set(const struct shape *shape, size_t i)
{
    struct verify v;
    struct buf got;
    struct jsontape t;
    jsontape_init(&t);
    buf_init(&got, CEILING_TEXT);
    if (judge(0, sets[i].cases, &v)) {
        UNIT_CHECK(jsontape_read(&t, v.cases.data, v.cases.len, NULL) == 0, "%s is JSON",
                   v.cases.data);
        for (struct jsontape_walk w = jsontape_walk(&t, 0); jsontape_step(&t, &w);) {
            char *id = jsontape_text(&t, jsontape_get(&t, w.value, "case_id"));
            check_shape(shape, &t, w.value);
            static const char slug[] = "POST_TOYS-";
            UNIT_CHECK(strncmp(id, slug, sizeof slug - 1) == 0, "%s begins with the slug", id);
            UNIT_CHECK(jsontape_is(&t, jsontape_get(&t, w.value, "module"), "toys") &&
                           jsontape_is(&t, jsontape_get(&t, w.value, "provider"), "test") &&
                           jsontape_is(&t, jsontape_get(&t, w.value, "path"), "/shops/{shop}/toys"),
                       "%s has our module, provider and path", id);
            buf_format(&got, "%s%s ", got.len > 0 ? ", " : "", id + sizeof slug - 1);
            jsontape_string(&t, jsontape_get(&t, w.value, "priority"), &got);
            free(id);
        }
        UNIT_CHECK(strcmp(got.data, sets[i].accepted) == 0 && v.refused == sets[i].refused,
                   "%s: %s and %zu refused, not %s and %zu", sets[i].cases, got.data, v.refused,
                   sets[i].accepted, sets[i].refused);
        verify_free(&v);
    }
    jsontape_free(&t);
    buf_free(&got);
}

int main(void)
{
    struct shape shape;
    if (!shape_open(&shape))
        return unit_end();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&shape, i);
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        check_set(&shape, i);
    schema_view_close(&shape.view);
    jsontape_free(&shape.tape);
    buf_free(&shape.text);
    return unit_end();
}
