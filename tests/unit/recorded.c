/*
 * What a try of cc-call comes to with bodies that vendors sent or document, each as the whole of an answer.  Codes
 * alone are in classifier.c, answers of a real server in captures.c.
 */
#include <string.h>

#include "tried.h"
#include "unit.h"

static const struct {
    const char *vendor, *server;
    long status;
    const char *body;
    enum outcome_class class;
} rows[] = {
    /* GLM, recorded 2026-10-09 */
    {"glm", NULL, 401, "{\"error\":{\"code\":\"1000\",\"message\":\"身份验证失败。\"}}",
     OUTCOME_AUTH},
    {"glm", NULL, 429,
     "{\"error\":{\"code\":\"1113\",\"message\":\"余额不足或无可用资源包,请充值。\"}}",
     OUTCOME_BILLING},
    {"glm", NULL, 429,
     "{\"error\":{\"code\":\"1113\",\"message\":\"Insufficient balance or no resource package. "
     "Please recharge.\"}}",
     OUTCOME_BILLING},
    {"glm", NULL, 429,
     "{\"error\":{\"code\":\"1305\",\"message\":\"该模型当前访问量过大，请您稍后再试\"}}",
     OUTCOME_OVERLOAD},
    {"glm", NULL, 429,
     "{\"error\":{\"code\":\"1302\",\"message\":\"您的账户已达到速率限制，请您控制请求频率\"}}",
     OUTCOME_RATE},
    {"glm", NULL, 400,
     "{\"error\":{\"code\":\"1210\",\"message\":\"max_tokens参数非法：限制数值范围[1,98304]\"}}",
     OUTCOME_REQUEST},
    {"glm", NULL, 400,
     "{\"error\":{\"code\":\"1210\",\"message\":\"该模型始终思考，不支持关闭思考；请使用 low、high "
     "或 "
     "max。\"}}",
     OUTCOME_REQUEST},
    {"glm", NULL, 400,
     "{\"error\":{\"code\":\"1211\",\"message\":\"模型不存在，请检查模型代码。\"}}", OUTCOME_MODEL},
    {"glm", NULL, 400,
     "{\"error\":{\"code\":\"1261\",\"message\":\"Prompt exceeds max length\"},\"request_id\":"
     "\"r\"}",
     OUTCOME_CONTEXT},
    {"glm", NULL, 200, "{\"code\":1000,\"msg\":\"身份验证失败。\",\"success\":false}",
     OUTCOME_AUTH},
    {"glm", NULL, 200, "{\"code\":1113,\"msg\":\"m\",\"success\":false}", OUTCOME_BILLING},
    {"glm", NULL, 200, "data: {\"error\":{\"code\":\"1302\",\"message\":\"m\"}}\n\n", OUTCOME_RATE},
    {"glm", NULL, 200,
     "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"sensitive\"}]}\n\n",
     OUTCOME_CONTENT},
    {"glm", NULL, 200,
     "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"network_error\"}]}\n\ndata: "
     "[DONE]\n\n",
     OUTCOME_SERVER},
    {"glm", NULL, 200,
     "{\"choices\":[{\"message\":{\"content\":\"\"},\"finish_reason\":"
     "\"model_context_window_exceeded\"}]}",
     OUTCOME_CONTEXT},
    {"glm", NULL, 200,
     "{\"choices\":[{\"message\":{\"content\":\"\",\"reasoning_content\":\"hm\"},"
     "\"finish_reason\":\"length\"}]}",
     OUTCOME_OUTPUT},

    /* Qwen; the 401 recorded 2026-08-20 */
    {"qwen", NULL, 401,
     "{\"error\":{\"message\":\"Incorrect API key provided.\",\"type\":\"invalid_request_error\","
     "\"param\":null,\"code\":\"invalid_api_key\"},\"request_id\":\"r\"}",
     OUTCOME_AUTH},
    {"qwen", NULL, 200,
     "data: {\"code\":\"InvalidParameter\",\"message\":\"m\",\"request_id\":\"r\"}\n\n",
     OUTCOME_REQUEST},
    {"qwen", NULL, 200,
     "data: {\"code\":\"Throttling.RateQuota\",\"message\":\"m\",\"request_id\":\"r\"}\n\n",
     OUTCOME_RATE},
    {"qwen", NULL, 400,
     "{\"error\":{\"code\":\"invalid_parameter_error\",\"param\":null,\"message\":"
     "\"parameter.enable_thinking must be set to false for non-streaming calls\",\"type\":"
     "\"invalid_request_error\"}}",
     OUTCOME_REQUEST},
    {"qwen", NULL, 400,
     "{\"code\":\"InvalidParameter\",\"message\":\"Range of input length should be [1, 30720]\","
     "\"request_id\":\"r\"}",
     OUTCOME_CONTEXT},
    {"qwen", NULL, 400,
     "{\"code\":\"Arrearage\",\"message\":\"Access denied, please make sure your account is in "
     "good standing.\",\"request_id\":\"r\"}",
     OUTCOME_BILLING},
    {"qwen", NULL, 400,
     "{\"error\":{\"code\":\"data_inspection_failed\",\"message\":\"Output data may contain "
     "inappropriate content.\",\"type\":\"data_inspection_failed\"}}",
     OUTCOME_CONTENT},
    {"qwen", NULL, 403,
     "{\"code\":\"AllocationQuota.FreeTierOnly\",\"message\":\"m\",\"request_id\":\"r\"}",
     OUTCOME_BILLING},
    {"qwen", NULL, 403, "{\"code\":\"Model.AccessDenied\",\"message\":\"m\",\"request_id\":\"r\"}",
     OUTCOME_MODEL},
    {"qwen", NULL, 403, "{\"code\":\"AccessDenied\",\"message\":\"m\",\"request_id\":\"r\"}",
     OUTCOME_AUTH},
    {"qwen", NULL, 404,
     "{\"error\":{\"message\":\"The model `x` does not exist\",\"type\":\"invalid_request_error\","
     "\"param\":null,\"code\":\"model_not_found\"}}",
     OUTCOME_MODEL},
    {"qwen", NULL, 429,
     "{\"error\":{\"message\":\"You exceeded your current quota\",\"type\":\"insufficient_quota\","
     "\"param\":null,\"code\":\"insufficient_quota\"}}",
     OUTCOME_RATE},
    {"qwen", NULL, 429,
     "{\"error\":{\"message\":\"Free allocated quota exceeded.\",\"type\":\"insufficient_quota\","
     "\"param\":null,\"code\":\"insufficient_quota\"}}",
     OUTCOME_BILLING},
    {"qwen", NULL, 429,
     "{\"error\":{\"message\":\"Request rate increased too quickly\",\"type\":"
     "\"limit_burst_rate\",\"code\":\"limit_burst_rate\"}}",
     OUTCOME_RATE},
    {"qwen", NULL, 429, "{\"code\":\"PrepaidBillOverdue\",\"message\":\"m\",\"request_id\":\"r\"}",
     OUTCOME_BILLING},
    {"qwen", NULL, 500, "{\"code\":\"RequestTimeOut\",\"message\":\"m\",\"request_id\":\"r\"}",
     OUTCOME_TIMEOUT},
    {"qwen", NULL, 500, "{\"code\":\"InternalError.Algo\",\"message\":\"m\",\"request_id\":\"r\"}",
     OUTCOME_SERVER},
    {"qwen", NULL, 503,
     "{\"code\":\"ModelServingError\",\"message\":\"Too many requests. Your requests are being "
     "throttled due to system capacity limits.\",\"request_id\":\"r\"}",
     OUTCOME_OVERLOAD},
    {"qwen", NULL, 413, "<html>413 Request Entity Too Large</html>", OUTCOME_REQUEST},

    /* Kimi */
    {"kimi", NULL, 400,
     "{\"error\":{\"message\":\"The request was rejected because it was considered high risk\","
     "\"type\":\"content_filter\"}}",
     OUTCOME_CONTENT},
    {"kimi", NULL, 400,
     "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Your request exceeded model "
     "token limit : 262144\"}}",
     OUTCOME_CONTEXT},
    {"kimi", NULL, 400,
     "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Input token length too "
     "long\"}}",
     OUTCOME_CONTEXT},
    {"kimi", NULL, 401,
     "{\"error\":{\"message\":\"Invalid Authentication\",\"type\":"
     "\"invalid_authentication_error\"}}",
     OUTCOME_AUTH},
    {"kimi", NULL, 403,
     "{\"error\":{\"message\":\"Your account is not active\",\"type\":"
     "\"exceeded_current_quota_error\"}}",
     OUTCOME_BILLING},
    {"kimi", NULL, 429,
     "{\"error\":{\"message\":\"Your account org-x is suspended due to insufficient balance, "
     "please recharge\",\"type\":\"exceeded_current_quota_error\"}}",
     OUTCOME_BILLING},
    {"kimi", NULL, 404,
     "{\"error\":{\"message\":\"Not found the model kimi-latest or Permission denied\",\"type\":"
     "\"resource_not_found_error\"}}",
     OUTCOME_MODEL},
    {"kimi", NULL, 429,
     "{\"error\":{\"message\":\"The engine is currently overloaded, please try again later\","
     "\"type\":\"engine_overloaded_error\"}}",
     OUTCOME_OVERLOAD},
    {"kimi", NULL, 429,
     "{\"error\":{\"message\":\"Your account request reached max concurrency: 1, please try again "
     "after 1 seconds\",\"type\":\"rate_limit_reached_error\"}}",
     OUTCOME_RATE},
    {"kimi", NULL, 429,
     "{\"error\":{\"message\":\"request reached TPD rate limit, current:1, limit:1\",\"type\":"
     "\"rate_limit_reached_error\"}}",
     OUTCOME_QUOTA},
    {"kimi", NULL, 499, "{\"error\":{\"message\":\"m\",\"type\":\"client_closed_request\"}}",
     OUTCOME_SERVER},
    {"kimi", NULL, 503, "{\"error\":{\"message\":\"m\",\"type\":\"server_unavailable\"}}",
     OUTCOME_OVERLOAD},
    {"kimi", NULL, 504, "<html>\n<head><title>504 Gateway Time-out</title></head>\n</html>",
     OUTCOME_TIMEOUT},

    /* Ollama's own protocol, from its source */
    {"local", "ollama", 400, "{\"error\":\"missing request body\"}", OUTCOME_REQUEST},
    {"local", "ollama", 400, "{\"error\":\"\\\"llama3\\\" does not support thinking\"}",
     OUTCOME_REQUEST},
    {"local", "ollama", 400, "{\"error\":\"the input length exceeds the context length\"}",
     OUTCOME_CONTEXT},
    {"local", "ollama", 401,
     "{\"error\":\"unauthorized\",\"signin_url\":\"https://ollama.com/connect?x\"}", OUTCOME_AUTH},
    {"local", "ollama", 403, "", OUTCOME_AUTH},
    {"local", "ollama", 404, "{\"error\":\"model 'llama9' not found\"}", OUTCOME_MODEL},
    {"local", "ollama", 404, "{\"error\":\"model \\\"llama9\\\" not found, try pulling it first\"}",
     OUTCOME_MODEL},
    {"local", "ollama", 404, "404 page not found", OUTCOME_MODEL},
    {"local", "ollama", 405, "405 method not allowed", OUTCOME_REQUEST},
    {"local", "ollama", 429, "{\"error\":\"too many requests\"}", OUTCOME_RATE},
    {"local", "ollama", 499, "{\"error\":\"request canceled\"}", OUTCOME_SERVER},
    {"local", "ollama", 500, "{\"error\":\"llama runner process has terminated\"}", OUTCOME_SERVER},
    {"local", "ollama", 503,
     "{\"error\":\"server busy, please try again.  maximum pending requests exceeded\"}",
     OUTCOME_OVERLOAD},
    {"local", "ollama", 200,
     "{\"message\":{\"content\":\"a\"},\"done\":false}\n{\"error\":\"an error was encountered "
     "while running the model\"}\n",
     OUTCOME_SERVER},
    /* and its OpenAI side, which ends a stream that failed without a word */
    {"local", "openai", 404,
     "{\"error\":{\"message\":\"model 'x' not found\",\"type\":\"not_found_error\",\"param\":null,"
     "\"code\":null}}",
     OUTCOME_MODEL},
    {"local", "openai", 400,
     "{\"error\":{\"message\":\"[] is too short - 'messages'\",\"type\":\"invalid_request_error\","
     "\"param\":null,\"code\":null}}",
     OUTCOME_REQUEST},
    {"local", "openai", 200,
     "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}\n\n"
     "data: {\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":null}]}\n\n",
     OUTCOME_OUTPUT},

    /* vLLM, in its newer and older shape; in a stream its code is the status it would have had */
    {"local", "vllm", 404,
     "{\"error\":{\"message\":\"The model `x` does not exist.\",\"type\":\"NotFoundError\","
     "\"param\":\"model\",\"code\":404}}",
     OUTCOME_MODEL},
    {"local", "vllm", 404,
     "{\"object\":\"error\",\"message\":\"The model `x` does not exist.\",\"type\":"
     "\"NotFoundError\",\"param\":null,\"code\":404}",
     OUTCOME_MODEL},
    {"local", "vllm", 400,
     "{\"object\":\"error\",\"message\":\"This model's maximum context length is 4096 tokens. "
     "However, you requested 5000 tokens\",\"type\":\"BadRequestError\",\"param\":null,\"code\":"
     "400}",
     OUTCOME_CONTEXT},
    {"local", "vllm", 200,
     "data: {\"error\":{\"message\":\"m\",\"type\":\"BadRequestError\",\"param\":null,\"code\":"
     "400}}\n\ndata: [DONE]\n\n",
     OUTCOME_REQUEST},
    {"local", "vllm", 200,
     "data: {\"object\":\"error\",\"message\":\"m\",\"type\":\"NotFoundError\",\"code\":404}\n\n",
     OUTCOME_MODEL},
    {"local", "vllm", 200,
     "data: {\"error\":{\"message\":\"EngineCore died\",\"type\":\"InternalServerError\","
     "\"code\":500}}\n\ndata: [DONE]\n\n",
     OUTCOME_SERVER},
    {"local", "vllm", 400,
     "{\"error\":{\"message\":\"m\",\"type\":\"BadRequestError\",\"param\":null,\"code\":429}}",
     OUTCOME_REQUEST},
    {"local", "vllm", 200, "data: [DONE]\n\n", OUTCOME_OUTPUT},
    {"local", "vllm", 401, "{\"error\":\"Unauthorized\"}", OUTCOME_AUTH},
    {"local", "vllm", 404, "{\"detail\":\"Not Found\"}", OUTCOME_MODEL},
    {"local", "vllm", 503, "", OUTCOME_OVERLOAD},

    /* llama.cpp; see captures.c */
    {"local", "llamacpp", 501,
     "{\"error\":{\"code\":501,\"message\":\"This server does not support it\",\"type\":"
     "\"not_supported_error\"}}",
     OUTCOME_SERVER},

    /* DeepSeek */
    {"deepseek", NULL, 402,
     "{\"error\":{\"message\":\"Insufficient Balance\",\"type\":\"unknown_error\",\"param\":null,"
     "\"code\":\"invalid_request_error\"}}",
     OUTCOME_BILLING},
    {"deepseek", NULL, 401,
     "{\"error\":{\"message\":\"Authentication Fails\",\"type\":\"authentication_error\","
     "\"param\":null,\"code\":\"invalid_request_error\"}}",
     OUTCOME_AUTH},
    {"deepseek", NULL, 422, "{\"error\":{\"message\":\"m\",\"type\":\"invalid_request_error\"}}",
     OUTCOME_REQUEST},
    {"deepseek", NULL, 200, "\n\n\n", OUTCOME_SERVER},
    {"deepseek", NULL, 200, ": keep-alive\n\n: keep-alive\n\n", OUTCOME_OUTPUT},
    {"deepseek", NULL, 200,
     "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"insufficient_system_resource\"}]}\n\n",
     OUTCOME_OVERLOAD},
    {"deepseek", NULL, 200,
     "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"aborted\"}]}\n\n", OUTCOME_SERVER},
    {"deepseek", NULL, 200,
     "\n\n{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}",
     OUTCOME_OK},

    /* OpenAI: the quota that Qwen throttles with is a bill here */
    {"openai", NULL, 429,
     "{\"error\":{\"message\":\"You exceeded your current quota\",\"type\":\"insufficient_quota\","
     "\"param\":null,\"code\":\"insufficient_quota\"}}",
     OUTCOME_BILLING},
    {"openai", NULL, 400,
     "{\"error\":{\"message\":\"This model's maximum context length is 128000 tokens.\",\"type\":"
     "\"invalid_request_error\",\"param\":\"messages\",\"code\":\"context_length_exceeded\"}}",
     OUTCOME_CONTEXT},
};

static void check_row(size_t i)
{
    struct provider p = {.vendor = tried_vendor(rows[i].vendor, rows[i].server), .stream = true};
    struct exchange e;
    tried_begin(&e, &p);
    tried_bytes(&e, rows[i].status, rows[i].body, strlen(rows[i].body));
    tried_end(&e, HTTPPOOL_DONE);
    UNIT_CHECK(e.reply.class == rows[i].class, "%s, %ld: %s is %s, not %s", rows[i].vendor,
               rows[i].status, rows[i].body, outcome_name(e.reply.class),
               outcome_name(rows[i].class));
    UNIT_CHECK((e.reply.message == NULL) == (rows[i].class == OUTCOME_OK),
               "%s, %ld: %s has a message for a person", rows[i].vendor, rows[i].status,
               rows[i].body);
    exchange_free(&e);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(i);
    return unit_end();
}
