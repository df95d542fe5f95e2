#include "classifier.h"

#include <stdbool.h>
#include <string.h>

enum where { CODE, TYPE, MESSAGE, FINISH };

/* CODE, TYPE and FINISH are compared whole, MESSAGE is searched, case ignored; the first that fits decides. */
static const struct row {
    const char *vendor; /* "": every one */
    enum where where;
    const char *text;
    enum outcome_class class;
} rows[] = {
    /* docs.bigmodel.cn/cn/api/api-code; 1113 arrives as 429 and is no rate limit. */
    {"glm", CODE, "1000", OUTCOME_AUTH},
    {"glm", CODE, "1001", OUTCOME_AUTH},
    {"glm", CODE, "1002", OUTCOME_AUTH},
    {"glm", CODE, "1003", OUTCOME_AUTH},
    {"glm", CODE, "1004", OUTCOME_AUTH},
    {"glm", CODE, "1110", OUTCOME_AUTH},
    {"glm", CODE, "1111", OUTCOME_AUTH},
    {"glm", CODE, "1112", OUTCOME_AUTH},
    {"glm", CODE, "1121", OUTCOME_AUTH},
    {"glm", CODE, "1113", OUTCOME_BILLING},
    {"glm", CODE, "1309", OUTCOME_BILLING},
    {"glm", CODE, "1311", OUTCOME_BILLING},
    {"glm", CODE, "1314", OUTCOME_BILLING},
    {"glm", CODE, "1315", OUTCOME_BILLING},
    {"glm", CODE, "1304", OUTCOME_QUOTA},
    {"glm", CODE, "1308", OUTCOME_QUOTA},
    {"glm", CODE, "1310", OUTCOME_QUOTA},
    {"glm", CODE, "1316", OUTCOME_QUOTA},
    {"glm", CODE, "1317", OUTCOME_QUOTA},
    {"glm", CODE, "1318", OUTCOME_QUOTA},
    {"glm", CODE, "1319", OUTCOME_QUOTA},
    {"glm", CODE, "1320", OUTCOME_QUOTA},
    {"glm", CODE, "1321", OUTCOME_QUOTA},
    {"glm", CODE, "1302", OUTCOME_RATE},
    {"glm", CODE, "1303", OUTCOME_RATE},
    {"glm", CODE, "1313", OUTCOME_RATE},
    {"glm", CODE, "1305", OUTCOME_OVERLOAD},
    {"glm", CODE, "1312", OUTCOME_OVERLOAD},
    {"glm", CODE, "500", OUTCOME_SERVER},
    {"glm", CODE, "1120", OUTCOME_SERVER},
    {"glm", CODE, "1230", OUTCOME_SERVER},
    {"glm", CODE, "1234", OUTCOME_SERVER},
    {"glm", CODE, "1300", OUTCOME_CONTENT},
    {"glm", CODE, "1301", OUTCOME_CONTENT},
    {"glm", CODE, "1261", OUTCOME_CONTEXT},
    {"glm", CODE, "1211", OUTCOME_MODEL},
    {"glm", CODE, "1212", OUTCOME_MODEL},
    {"glm", CODE, "1220", OUTCOME_MODEL},
    {"glm", CODE, "1221", OUTCOME_MODEL},
    {"glm", CODE, "1222", OUTCOME_MODEL},
    {"glm", CODE, "1200", OUTCOME_REQUEST},
    {"glm", CODE, "1210", OUTCOME_REQUEST},
    {"glm", CODE, "1213", OUTCOME_REQUEST},
    {"glm", CODE, "1214", OUTCOME_REQUEST},
    {"glm", CODE, "1215", OUTCOME_REQUEST},
    {"glm", CODE, "1231", OUTCOME_REQUEST},

    /* Model Studio's error codes, in both spellings; insufficient_quota is throttling there, but for the free
     * allowance. */
    {"qwen", MESSAGE, "Free allocated quota exceeded", OUTCOME_BILLING},
    {"qwen", CODE, "AllocationQuota.FreeTierOnly", OUTCOME_BILLING},
    {"qwen", CODE, "Arrearage", OUTCOME_BILLING},
    {"qwen", CODE, "CommodityNotPurchased", OUTCOME_BILLING},
    {"qwen", CODE, "PrepaidBillOverdue", OUTCOME_BILLING},
    {"qwen", CODE, "PostpaidBillOverdue", OUTCOME_BILLING},
    {"qwen", CODE, "BudgetLimitExceeded", OUTCOME_BILLING},
    {"qwen", CODE, "insufficient_quota", OUTCOME_RATE},
    {"qwen", CODE, "Throttling", OUTCOME_RATE},
    {"qwen", CODE, "Throttling.RateQuota", OUTCOME_RATE},
    {"qwen", CODE, "Throttling.BurstRate", OUTCOME_RATE},
    {"qwen", CODE, "Throttling.AllocationQuota", OUTCOME_RATE},
    {"qwen", CODE, "Throttling.Concurrency", OUTCOME_RATE},
    {"qwen", CODE, "LimitRequests", OUTCOME_RATE},
    {"qwen", CODE, "limit_requests", OUTCOME_RATE},
    {"qwen", CODE, "limit_burst_rate", OUTCOME_RATE},
    {"qwen", MESSAGE, "Range of input length should be", OUTCOME_CONTEXT},
    {"qwen", CODE, "DataInspectionFailed", OUTCOME_CONTENT},
    {"qwen", CODE, "data_inspection_failed", OUTCOME_CONTENT},
    {"qwen", CODE, "ip_infringement_suspect", OUTCOME_CONTENT},
    {"qwen", CODE, "custom_role_blocked", OUTCOME_CONTENT},
    {"qwen", CODE, "faq_rule_blocked", OUTCOME_CONTENT},
    {"qwen", CODE, "InvalidApiKey", OUTCOME_AUTH},
    {"qwen", CODE, "AccessDenied", OUTCOME_AUTH},
    {"qwen", CODE, "AccessDenied.Unpurchased", OUTCOME_AUTH},
    {"qwen", CODE, "Workspace.AccessDenied", OUTCOME_AUTH},
    {"qwen", CODE, "ModelNotFound", OUTCOME_MODEL},
    {"qwen", CODE, "model_not_supported", OUTCOME_MODEL},
    {"qwen", CODE, "Model.AccessDenied", OUTCOME_MODEL},
    {"qwen", CODE, "ModelServingError", OUTCOME_OVERLOAD},
    {"qwen", CODE, "ModelUnavailable", OUTCOME_OVERLOAD},
    {"qwen", CODE, "InternalError", OUTCOME_SERVER},
    {"qwen", CODE, "InternalError.Algo", OUTCOME_SERVER},
    {"qwen", CODE, "InternalError.Timeout", OUTCOME_SERVER},
    {"qwen", CODE, "SystemError", OUTCOME_SERVER},
    {"qwen", CODE, "ModelServiceFailed", OUTCOME_SERVER},
    {"qwen", CODE, "RequestTimeOut", OUTCOME_TIMEOUT},
    {"qwen", CODE, "InvalidParameter", OUTCOME_REQUEST},
    {"qwen", CODE, "invalid_parameter_error", OUTCOME_REQUEST},

    /* platform.kimi.com/docs/api/errors; the exceeded quota comes as 429 and as 403. */
    {"kimi", TYPE, "exceeded_current_quota_error", OUTCOME_BILLING},
    {"kimi", MESSAGE, "TPD rate limit", OUTCOME_QUOTA},
    {"kimi", TYPE, "engine_overloaded_error", OUTCOME_OVERLOAD},
    {"kimi", TYPE, "rate_limit_reached_error", OUTCOME_RATE},
    {"kimi", TYPE, "incorrect_api_key_error", OUTCOME_AUTH},
    {"kimi", TYPE, "permission_denied_error", OUTCOME_AUTH},
    {"kimi", TYPE, "resource_not_found_error", OUTCOME_MODEL},
    {"kimi", TYPE, "client_closed_request", OUTCOME_SERVER},
    {"kimi", MESSAGE, "Input token length too long", OUTCOME_CONTEXT},
    {"kimi", MESSAGE, "exceeded model token limit", OUTCOME_CONTEXT},
    {"kimi", MESSAGE, "high risk", OUTCOME_CONTENT},

    {"openai", CODE, "insufficient_quota", OUTCOME_BILLING},

    /* "model 'x' not found": of Ollama with 404, of llama.cpp's router with 400 (recorded).  Others speak of the model
     * too. */
    {"local", MESSAGE, "' does not support", OUTCOME_REQUEST},
    {"local", MESSAGE, "model '", OUTCOME_MODEL},

    {"", CODE, "invalid_api_key", OUTCOME_AUTH},
    {"", TYPE, "authentication_error", OUTCOME_AUTH},
    {"", TYPE, "invalid_authentication_error", OUTCOME_AUTH},
    {"", CODE, "model_not_found", OUTCOME_MODEL},
    {"", CODE, "context_length_exceeded", OUTCOME_CONTEXT},
    {"", TYPE, "exceed_context_size_error", OUTCOME_CONTEXT},
    {"", MESSAGE, "maximum context length", OUTCOME_CONTEXT},
    {"", MESSAGE, "exceeds the context length", OUTCOME_CONTEXT},
    {"", MESSAGE, "exceeds the available context size", OUTCOME_CONTEXT},
    {"", CODE, "content_filter", OUTCOME_CONTENT},
    {"", TYPE, "content_filter", OUTCOME_CONTENT},
    {"", TYPE, "unavailable_error", OUTCOME_OVERLOAD},
    {"", MESSAGE, "server busy", OUTCOME_OVERLOAD},
    {"", MESSAGE, "overloaded", OUTCOME_OVERLOAD},
    {"", CODE, "rate_limit_exceeded", OUTCOME_RATE},
    {"", FINISH, "sensitive", OUTCOME_CONTENT},
    {"", FINISH, "content_filter", OUTCOME_CONTENT},
    {"", FINISH, "network_error", OUTCOME_SERVER},
    {"", FINISH, "aborted", OUTCOME_SERVER},
    {"", FINISH, "insufficient_system_resource", OUTCOME_OVERLOAD},
    {"", FINISH, "model_context_window_exceeded", OUTCOME_CONTEXT},
};

static bool fits(const struct row *row, const struct classifier_error *e)
{
    const char *const text[] = {
        [CODE] = e->code, [TYPE] = e->type, [MESSAGE] = e->message, [FINISH] = e->finish};
    const char *said = text[row->where];
    if (said == NULL)
        return false;
    return row->where == MESSAGE ? strcasestr(said, row->text) != NULL
                                 : strcmp(said, row->text) == 0;
}

static enum outcome_class by_status(long http)
{
    switch (http) {
    case 401:
    case 403:
        return OUTCOME_AUTH;
    case 402:
        return OUTCOME_BILLING;
    case 404:
        return OUTCOME_MODEL;
    case 408:
    case 504:
        return OUTCOME_TIMEOUT;
    case 429:
        return OUTCOME_RATE;
    case 499: /* the server's word for a client that left, which we did not */
        return OUTCOME_SERVER;
    case 503:
    case 529:
        return OUTCOME_OVERLOAD;
    default:
        return http >= 300 && http < 500 ? OUTCOME_REQUEST : OUTCOME_SERVER;
    }
}

enum outcome_class classifier_class(const char *vendor, const struct classifier_error *e)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if ((rows[i].vendor[0] == '\0' || strcmp(rows[i].vendor, vendor) == 0) && fits(&rows[i], e))
            return rows[i].class;
    bool finish_alone = e->finish != NULL && e->code == NULL && e->message == NULL;
    return finish_alone ? OUTCOME_OK : by_status(e->http);
}
