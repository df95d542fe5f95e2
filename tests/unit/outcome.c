#include "outcome.h"

#include <stdlib.h>
#include <string.h>

#include "jsontape.h"
#include "unit.h"
#include "vendor.h"

/* What vendors say, as recorded or documented, and the class it is; NULL: the member is not there. */
static const struct {
    const char *vendor, *code, *type, *message;
    long http;
    enum outcome_class class;
} errors[] = {
    {"glm", "1000", NULL, "身份验证失败。", 401, OUTCOME_AUTH},
    {"glm", "1000", NULL, "身份验证失败。", 200, OUTCOME_AUTH},
    {"glm", "1001", NULL, NULL, 401, OUTCOME_AUTH},
    {"glm", "1002", NULL, NULL, 401, OUTCOME_AUTH},
    {"glm", "1003", NULL, NULL, 401, OUTCOME_AUTH},
    {"glm", "1004", NULL, NULL, 401, OUTCOME_AUTH},
    {"glm", "1110", NULL, NULL, 400, OUTCOME_AUTH},
    {"glm", "1111", NULL, NULL, 400, OUTCOME_AUTH},
    {"glm", "1112", NULL, NULL, 400, OUTCOME_AUTH},
    {"glm", "1121", NULL, NULL, 400, OUTCOME_AUTH},
    {"glm", "1113", NULL, "余额不足或无可用资源包,请充值。", 429, OUTCOME_BILLING},
    {"glm", "1113", NULL, "Insufficient balance or no resource package. Please recharge.", 429,
     OUTCOME_BILLING},
    {"glm", "1120", NULL, NULL, 400, OUTCOME_SERVER},
    {"glm", "1200", NULL, NULL, 400, OUTCOME_REQUEST},
    {"glm", "1210", NULL, "max_tokens参数非法：限制数值范围[1,98304]", 400, OUTCOME_REQUEST},
    {"glm", "1210", NULL, "max_tokens参数非法：限制数值范围[1,98304]", 200, OUTCOME_REQUEST},
    {"glm", "1213", NULL, NULL, 400, OUTCOME_REQUEST},
    {"glm", "1214", NULL, NULL, 400, OUTCOME_REQUEST},
    {"glm", "1215", NULL, NULL, 400, OUTCOME_REQUEST},
    {"glm", "1231", NULL, NULL, 400, OUTCOME_REQUEST},
    {"glm", "1211", NULL, "模型不存在，请检查模型代码。", 400, OUTCOME_MODEL},
    {"glm", "1212", NULL, NULL, 400, OUTCOME_MODEL},
    {"glm", "1220", NULL, NULL, 403, OUTCOME_MODEL},
    {"glm", "1221", NULL, NULL, 400, OUTCOME_MODEL},
    {"glm", "1222", NULL, NULL, 400, OUTCOME_MODEL},
    {"glm", "1261", NULL, "Prompt exceeds max length", 400, OUTCOME_CONTEXT},
    {"glm", "1300", NULL, NULL, 400, OUTCOME_CONTENT},
    {"glm", "1301", NULL, NULL, 400, OUTCOME_CONTENT},
    {"glm", "1302", NULL, "您的账户已达到速率限制，请您控制请求频率", 429, OUTCOME_RATE},
    {"glm", "1303", NULL, NULL, 429, OUTCOME_RATE},
    {"glm", "1313", NULL, NULL, 429, OUTCOME_RATE},
    {"glm", "1304", NULL, NULL, 429, OUTCOME_QUOTA},
    {"glm", "1308", NULL, NULL, 429, OUTCOME_QUOTA},
    {"glm", "1310", NULL, NULL, 429, OUTCOME_QUOTA},
    {"glm", "1316", NULL, NULL, 429, OUTCOME_QUOTA},
    {"glm", "1317", NULL, NULL, 429, OUTCOME_QUOTA},
    {"glm", "1318", NULL, NULL, 429, OUTCOME_QUOTA},
    {"glm", "1319", NULL, NULL, 429, OUTCOME_QUOTA},
    {"glm", "1320", NULL, NULL, 429, OUTCOME_QUOTA},
    {"glm", "1321", NULL, NULL, 429, OUTCOME_QUOTA},
    {"glm", "1305", NULL, "该模型当前访问量过大，请您稍后再试", 429, OUTCOME_OVERLOAD},
    {"glm", "1312", NULL, NULL, 429, OUTCOME_OVERLOAD},
    {"glm", "1309", NULL, NULL, 429, OUTCOME_BILLING},
    {"glm", "1311", NULL, NULL, 429, OUTCOME_BILLING},
    {"glm", "1314", NULL, NULL, 429, OUTCOME_BILLING},
    {"glm", "1315", NULL, NULL, 429, OUTCOME_BILLING},
    {"glm", "500", NULL, NULL, 500, OUTCOME_SERVER},
    {"glm", "1230", NULL, NULL, 400, OUTCOME_SERVER},
    {"glm", "1234", NULL, NULL, 400, OUTCOME_SERVER},
    {"glm", NULL, NULL, NULL, 429, OUTCOME_RATE},
    {"glm", "13021", NULL, NULL, 400, OUTCOME_REQUEST},
    {"glm", NULL, "1113", "1113", 429, OUTCOME_RATE},

    {"qwen", "InvalidParameter", NULL, NULL, 400, OUTCOME_REQUEST},
    {"qwen", "InvalidParameter", NULL, NULL, 200, OUTCOME_REQUEST},
    {"qwen", "invalid_parameter_error", "invalid_request_error", NULL, 400, OUTCOME_REQUEST},
    {"qwen", "invalid_request_error", NULL, NULL, 400, OUTCOME_REQUEST},
    {"qwen", "InvalidParameter", NULL, "Range of input length should be [1, 30720]", 400,
     OUTCOME_CONTEXT},
    {"qwen", "Arrearage", NULL, "Access denied, please make sure your account is in good standing.",
     400, OUTCOME_BILLING},
    {"qwen", "DataInspectionFailed", NULL, "Input data may contain inappropriate content.", 400,
     OUTCOME_CONTENT},
    {"qwen", "data_inspection_failed", "data_inspection_failed", NULL, 400, OUTCOME_CONTENT},
    {"qwen", "ip_infringement_suspect", NULL, NULL, 400, OUTCOME_CONTENT},
    {"qwen", "custom_role_blocked", NULL, NULL, 400, OUTCOME_CONTENT},
    {"qwen", "faq_rule_blocked", NULL, NULL, 400, OUTCOME_CONTENT},
    {"qwen", "InvalidApiKey", NULL, NULL, 401, OUTCOME_AUTH},
    {"qwen", "invalid_api_key", "invalid_request_error", "Incorrect API key provided.", 401,
     OUTCOME_AUTH},
    {"qwen", "AccessDenied", NULL, NULL, 403, OUTCOME_AUTH},
    {"qwen", "AccessDenied.Unpurchased", NULL, NULL, 403, OUTCOME_AUTH},
    {"qwen", "Workspace.AccessDenied", NULL, NULL, 403, OUTCOME_AUTH},
    {"qwen", "Model.AccessDenied", NULL, NULL, 403, OUTCOME_MODEL},
    {"qwen", "AllocationQuota.FreeTierOnly", NULL, NULL, 403, OUTCOME_BILLING},
    {"qwen", "ModelNotFound", NULL, NULL, 404, OUTCOME_MODEL},
    {"qwen", "model_not_found", NULL, NULL, 404, OUTCOME_MODEL},
    {"qwen", "model_not_supported", NULL, NULL, 400, OUTCOME_MODEL},
    {"qwen", NULL, NULL, NULL, 413, OUTCOME_REQUEST},
    {"qwen", "Throttling", NULL, NULL, 429, OUTCOME_RATE},
    {"qwen", "Throttling.RateQuota", NULL, NULL, 429, OUTCOME_RATE},
    {"qwen", "Throttling.RateQuota", NULL, NULL, 200, OUTCOME_RATE},
    {"qwen", "LimitRequests", NULL, NULL, 429, OUTCOME_RATE},
    {"qwen", "limit_requests", NULL, NULL, 429, OUTCOME_RATE},
    {"qwen", "Throttling.BurstRate", NULL, "Request rate increased too quickly", 429, OUTCOME_RATE},
    {"qwen", "limit_burst_rate", NULL, "Request rate increased too quickly", 429, OUTCOME_RATE},
    {"qwen", "Throttling.AllocationQuota", NULL, NULL, 429, OUTCOME_RATE},
    {"qwen", "Throttling.AllocationQuota", NULL, "Free allocated quota exceeded.", 429,
     OUTCOME_BILLING},
    {"qwen", "insufficient_quota", "insufficient_quota", "You exceeded your current quota", 429,
     OUTCOME_RATE},
    {"qwen", "insufficient_quota", NULL, "free allocated quota exceeded", 429, OUTCOME_BILLING},
    {"qwen", "Throttling.Concurrency", NULL, NULL, 429, OUTCOME_RATE},
    {"qwen", "CommodityNotPurchased", NULL, NULL, 429, OUTCOME_BILLING},
    {"qwen", "PrepaidBillOverdue", NULL, NULL, 429, OUTCOME_BILLING},
    {"qwen", "PostpaidBillOverdue", NULL, NULL, 429, OUTCOME_BILLING},
    {"qwen", "BudgetLimitExceeded", NULL, NULL, 429, OUTCOME_BILLING},
    {"qwen", "InternalError", NULL, NULL, 500, OUTCOME_SERVER},
    {"qwen", "InternalError.Algo", NULL, NULL, 500, OUTCOME_SERVER},
    {"qwen", "InternalError.Timeout", NULL, NULL, 500, OUTCOME_SERVER},
    {"qwen", "SystemError", NULL, NULL, 500, OUTCOME_SERVER},
    {"qwen", "ModelServiceFailed", NULL, NULL, 500, OUTCOME_SERVER},
    {"qwen", "RequestTimeOut", NULL, NULL, 500, OUTCOME_TIMEOUT},
    {"qwen", "ModelServingError", NULL, "Too many requests. Your requests are being throttled", 503,
     OUTCOME_OVERLOAD},
    {"qwen", "ModelServingError", NULL, NULL, 500, OUTCOME_OVERLOAD},
    {"qwen", "ModelUnavailable", NULL, NULL, 500, OUTCOME_OVERLOAD},

    {"kimi", NULL, "content_filter", "The request was rejected because it was considered high risk",
     400, OUTCOME_CONTENT},
    {"kimi", NULL, "invalid_request_error", "Input token length too long", 400, OUTCOME_CONTEXT},
    {"kimi", NULL, "invalid_request_error", "Your request exceeded model token limit : 262144", 400,
     OUTCOME_CONTEXT},
    {"kimi", NULL, "invalid_request_error", "invalid temperature: only 1 is allowed", 400,
     OUTCOME_REQUEST},
    {"kimi", NULL, "invalid_authentication_error", "Invalid Authentication", 401, OUTCOME_AUTH},
    {"kimi", NULL, "incorrect_api_key_error", "Incorrect API key provided", 401, OUTCOME_AUTH},
    {"kimi", NULL, "permission_denied_error", NULL, 403, OUTCOME_AUTH},
    {"kimi", NULL, "exceeded_current_quota_error", NULL, 403, OUTCOME_BILLING},
    {"kimi", NULL, "exceeded_current_quota_error",
     "Your account org-x is suspended due to insufficient balance, please recharge", 429,
     OUTCOME_BILLING},
    {"kimi", NULL, "resource_not_found_error", "Not found the model kimi-latest", 404,
     OUTCOME_MODEL},
    {"kimi", NULL, "engine_overloaded_error",
     "The engine is currently overloaded, please try again later", 429, OUTCOME_OVERLOAD},
    {"kimi", NULL, "rate_limit_reached_error",
     "Your account request reached max concurrency: 1, please try again after 1 seconds", 429,
     OUTCOME_RATE},
    {"kimi", NULL, "rate_limit_reached_error", "request reached TPM rate limit, current:1, limit:1",
     429, OUTCOME_RATE},
    {"kimi", NULL, "rate_limit_reached_error", "request reached TPD rate limit, current:1, limit:1",
     429, OUTCOME_QUOTA},
    {"kimi", NULL, "client_closed_request", NULL, 499, OUTCOME_SERVER},
    {"kimi", NULL, "server_error", NULL, 500, OUTCOME_SERVER},
    {"kimi", NULL, "unexpected_output", NULL, 500, OUTCOME_SERVER},
    {"kimi", NULL, "server_unavailable", NULL, 503, OUTCOME_OVERLOAD},
    {"kimi", NULL, NULL, NULL, 504, OUTCOME_TIMEOUT},

    {"openai", "insufficient_quota", "insufficient_quota", "You exceeded your current quota", 429,
     OUTCOME_BILLING},
    {"openai", "rate_limit_exceeded", "requests", NULL, 429, OUTCOME_RATE},
    {"openai", "invalid_api_key", "invalid_request_error", NULL, 401, OUTCOME_AUTH},
    {"openai", NULL, "invalid_request_error", "You didn't provide an API key.", 401, OUTCOME_AUTH},
    {"openai", "model_not_found", "invalid_request_error", NULL, 404, OUTCOME_MODEL},
    {"openai", "context_length_exceeded", "invalid_request_error", NULL, 400, OUTCOME_CONTEXT},
    {"openai", "content_filter", NULL, NULL, 400, OUTCOME_CONTENT},
    {"openai", "server_error", "server_error", NULL, 500, OUTCOME_SERVER},

    {"deepseek", NULL, NULL, "Insufficient Balance", 402, OUTCOME_BILLING},
    {"deepseek", NULL, NULL, NULL, 422, OUTCOME_REQUEST},

    {"local", NULL, NULL, "model 'x' not found", 404, OUTCOME_MODEL},
    {"local", NULL, NULL, "server busy, please try again.  maximum pending requests exceeded", 503,
     OUTCOME_OVERLOAD},
    {"local", NULL, NULL, "Server Busy", 500, OUTCOME_OVERLOAD},
    {"local", NULL, "BadRequestError", "This model's maximum context length is 4096 tokens.", 400,
     OUTCOME_CONTEXT},
    {"local", "400", "exceed_context_size_error", NULL, 400, OUTCOME_CONTEXT},
    {"local", "503", "unavailable_error", "Loading model", 503, OUTCOME_OVERLOAD},
    {"local", "401", "authentication_error", "Invalid API Key", 401, OUTCOME_AUTH},

    {NULL, NULL, NULL, NULL, 400, OUTCOME_REQUEST},
    {NULL, NULL, NULL, NULL, 401, OUTCOME_AUTH},
    {NULL, NULL, NULL, NULL, 402, OUTCOME_BILLING},
    {NULL, NULL, NULL, NULL, 403, OUTCOME_AUTH},
    {NULL, NULL, NULL, NULL, 404, OUTCOME_MODEL},
    {NULL, NULL, NULL, NULL, 405, OUTCOME_REQUEST},
    {NULL, NULL, NULL, NULL, 408, OUTCOME_TIMEOUT},
    {NULL, NULL, NULL, NULL, 429, OUTCOME_RATE},
    {NULL, NULL, NULL, NULL, 500, OUTCOME_SERVER},
    {NULL, NULL, NULL, NULL, 502, OUTCOME_SERVER},
    {NULL, NULL, NULL, NULL, 503, OUTCOME_OVERLOAD},
    {NULL, NULL, NULL, NULL, 529, OUTCOME_OVERLOAD},
    {NULL, NULL, NULL, NULL, 200, OUTCOME_SERVER},
    {NULL, NULL, NULL, NULL, 302, OUTCOME_REQUEST},
    {NULL, NULL, NULL, "<html>overloaded</html>", 502, OUTCOME_OVERLOAD},
    {NULL, "1113", "1113", "1113", 429, OUTCOME_RATE},
    {NULL, "authentication_error", "invalid_api_key", NULL, 429, OUTCOME_RATE},
    {NULL, "Invalid_Api_Key", NULL, NULL, 429, OUTCOME_RATE},
};

static void check_errors(void)
{
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        const char *name = errors[i].vendor;
        const struct vendor *v = name != NULL ? vendor_find(name) : vendor_other();
        if (!UNIT_CHECK(v != NULL, "there is no vendor %s", name))
            continue;
        struct outcome_error e = {errors[i].code, errors[i].type, errors[i].message,
                                  errors[i].http};
        enum outcome_class c = outcome_classify(v->pattern, v->patterns, &e);
        UNIT_CHECK(c == errors[i].class, "%s code %s type %s message '%s' http %ld is %s, not %s",
                   name != NULL ? name : "any", e.code != NULL ? e.code : "-",
                   e.type != NULL ? e.type : "-", e.message != NULL ? e.message : "-", e.http,
                   outcome_name(errors[i].class), outcome_name(c));
    }
}

static void check_names(void)
{
    static const char listed[] =
        "ok auth billing quota rate overload server network timeout content "
        "context model request output config interrupted ";
    static const char stay[] = " ok content request interrupted ";
    char all[300] = "", word[40];
    for (int c = 0; c < OUTCOME_CLASSES; c++) {
        const char *name = outcome_name((enum outcome_class)c);
        snprintf(all + strlen(all), sizeof all - strlen(all), "%s ", name);
        snprintf(word, sizeof word, " %s ", name);
        UNIT_CHECK(outcome_find(name) == (enum outcome_class)c, "%s is found", name);
        UNIT_CHECK(outcome_moves_on((enum outcome_class)c) == (strstr(stay, word) == NULL),
                   "%s: to the next provider?", name);
    }
    UNIT_CHECK(strcmp(all, listed) == 0, "the classes are %s", all);
    UNIT_CHECK(outcome_find("Auth") == OUTCOME_CLASSES && outcome_find("") == OUTCOME_CLASSES,
               "what is no class is not found");
}

static void check_json(void)
{
    struct buf out;
    buf_init(&out, 10000);
    outcome_error_json(&out, OUTCOME_RATE, "glm", 429, "1302", "slow \"down\"\n");
    UNIT_CHECK(strcmp(out.data, "{\"class\":\"rate\",\"provider\":\"glm\",\"http\":429,"
                                "\"code\":\"1302\",\"message\":\"slow \\\"down\\\"\\n\"}") == 0,
               "an error is %s", out.data);
    buf_reset(&out);
    outcome_error_json(&out, OUTCOME_CONFIG, NULL, 0, NULL, NULL);
    UNIT_CHECK(strcmp(out.data, "{\"class\":\"config\"}") == 0, "what is not there is left out: %s",
               out.data);
    /* Three bytes a character: 500 is no whole number of them. */
    char message[601] = "";
    for (size_t i = 0; i < 600; i += 3)
        memcpy(message + i, "\xe4\xb8\xad", 4);
    buf_reset(&out);
    outcome_error_json(&out, OUTCOME_SERVER, NULL, 0, message, message);
    struct jsontape t;
    jsontape_init(&t);
    UNIT_CHECK(jsontape_read(&t, out.data, out.len, NULL) == 0, "it is JSON: %s", out.data);
    char *text = jsontape_text(&t, jsontape_get(&t, 0, "message"));
    UNIT_CHECK(text != NULL && strlen(text) == 498 && strncmp(text, message, 498) == 0,
               "a message is cut at a character");
    UNIT_CHECK(jsontape_is(&t, jsontape_get(&t, 0, "code"), text), "and a code");
    free(text);
    jsontape_free(&t);
    buf_free(&out);
}

static void check_vendors(void)
{
    const struct vendor *v;
    size_t count = 0;
    for (; (v = vendor_at(count)) != NULL; count++) {
        UNIT_CHECK(vendor_find(v->name) == v, "%s is found", v->name);
        UNIT_CHECK(v->workers >= 1, "%s has a worker", v->name);
        UNIT_CHECK(v->protocol == VENDOR_BUILTIN || strstr(v->base_url, "://") != NULL,
                   "%s has an address", v->name);
        UNIT_CHECK(!v->key || strncmp(v->base_url, "https://", 8) == 0, "the key of %s goes by TLS",
                   v->name);
    }
    UNIT_CHECK(count >= 7 && vendor_find("glm") != NULL && vendor_find("builtin") != NULL,
               "%zu rows", count);
    UNIT_CHECK(vendor_find("GLM") == NULL && vendor_find("") == NULL, "other names have no row");
    v = vendor_find("glm");
    UNIT_CHECK(v != NULL && v->workers == 1, "glm has 1 worker");
    v = vendor_find("qwen");
    UNIT_CHECK(v != NULL && v->workers == 3, "qwen has 3 workers");
    v = vendor_find("kimi");
    UNIT_CHECK(v != NULL && v->workers == 2 && v->temperature < 0,
               "kimi has 2 workers and no temperature");
}

int main(void)
{
    check_errors();
    check_names();
    check_json();
    check_vendors();
    return unit_end();
}
