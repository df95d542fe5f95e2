#include "classifier.h"

#include <string.h>

#include "unit.h"

/* What vendors say, as recorded or documented, and the class it is; NULL: the member is not there, and the vendor any other. */
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
    {"local", "400", "invalid_request_error", "model 'x' not found", 400, OUTCOME_MODEL},
    {"local", "400", "invalid_request_error", "model name is missing", 400, OUTCOME_REQUEST},
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
        const char *vendor = errors[i].vendor != NULL ? errors[i].vendor : "other";
        struct classifier_error e = {errors[i].code, errors[i].type, errors[i].message, NULL,
                                     errors[i].http};
        enum outcome_class c = classifier_class(vendor, &e);
        UNIT_CHECK(c == errors[i].class, "%s code %s type %s message '%s' http %ld is %s, not %s",
                   vendor, e.code != NULL ? e.code : "-", e.type != NULL ? e.type : "-",
                   e.message != NULL ? e.message : "-", e.http, outcome_name(errors[i].class),
                   outcome_name(c));
    }
}

static void check_finishes(void)
{
    static const struct {
        const char *finish;
        enum outcome_class class;
    } rows[] = {
        {"stop", OUTCOME_OK},
        {"length", OUTCOME_OK},
        {"tool_calls", OUTCOME_OK},
        {"sensitive", OUTCOME_CONTENT},
        {"content_filter", OUTCOME_CONTENT},
        {"network_error", OUTCOME_SERVER},
        {"aborted", OUTCOME_SERVER},
        {"insufficient_system_resource", OUTCOME_OVERLOAD},
        {"model_context_window_exceeded", OUTCOME_CONTEXT},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct classifier_error e = {.finish = rows[i].finish, .http = 200};
        enum outcome_class c = classifier_class("glm", &e);
        UNIT_CHECK(c == rows[i].class, "finish %s is %s, not %s", rows[i].finish,
                   outcome_name(rows[i].class), outcome_name(c));
    }
}

int main(void)
{
    check_errors();
    check_finishes();
    return unit_end();
}
