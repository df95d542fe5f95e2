#include "vendor.h"

#include <string.h>

/* GLM's codes (docs.bigmodel.cn/cn/api/api-code); 1113 arrives as 429 and is no rate limit. */
static const struct outcome_pattern glm[] = {
    {'c', "1000", OUTCOME_AUTH},     {'c', "1001", OUTCOME_AUTH},
    {'c', "1002", OUTCOME_AUTH},     {'c', "1003", OUTCOME_AUTH},
    {'c', "1004", OUTCOME_AUTH},     {'c', "1110", OUTCOME_AUTH},
    {'c', "1111", OUTCOME_AUTH},     {'c', "1112", OUTCOME_AUTH},
    {'c', "1121", OUTCOME_AUTH},     {'c', "1113", OUTCOME_BILLING},
    {'c', "1309", OUTCOME_BILLING},  {'c', "1311", OUTCOME_BILLING},
    {'c', "1314", OUTCOME_BILLING},  {'c', "1315", OUTCOME_BILLING},
    {'c', "1304", OUTCOME_QUOTA},    {'c', "1308", OUTCOME_QUOTA},
    {'c', "1310", OUTCOME_QUOTA},    {'c', "1316", OUTCOME_QUOTA},
    {'c', "1317", OUTCOME_QUOTA},    {'c', "1318", OUTCOME_QUOTA},
    {'c', "1319", OUTCOME_QUOTA},    {'c', "1320", OUTCOME_QUOTA},
    {'c', "1321", OUTCOME_QUOTA},    {'c', "1302", OUTCOME_RATE},
    {'c', "1303", OUTCOME_RATE},     {'c', "1313", OUTCOME_RATE},
    {'c', "1305", OUTCOME_OVERLOAD}, {'c', "1312", OUTCOME_OVERLOAD},
    {'c', "1120", OUTCOME_SERVER},   {'c', "500", OUTCOME_SERVER},
    {'c', "1230", OUTCOME_SERVER},   {'c', "1234", OUTCOME_SERVER},
    {'c', "1300", OUTCOME_CONTENT},  {'c', "1301", OUTCOME_CONTENT},
    {'c', "1261", OUTCOME_CONTEXT},  {'c', "1211", OUTCOME_MODEL},
    {'c', "1212", OUTCOME_MODEL},    {'c', "1220", OUTCOME_MODEL},
    {'c', "1221", OUTCOME_MODEL},    {'c', "1222", OUTCOME_MODEL},
    {'c', "1200", OUTCOME_REQUEST},  {'c', "1210", OUTCOME_REQUEST},
    {'c', "1213", OUTCOME_REQUEST},  {'c', "1214", OUTCOME_REQUEST},
    {'c', "1215", OUTCOME_REQUEST},  {'c', "1231", OUTCOME_REQUEST},
};

/* Model Studio's error codes; insufficient_quota is throttling there, but for the free allowance. */
static const struct outcome_pattern qwen[] = {
    {'m', "Free allocated quota exceeded", OUTCOME_BILLING},
    {'c', "AllocationQuota.FreeTierOnly", OUTCOME_BILLING},
    {'c', "Arrearage", OUTCOME_BILLING},
    {'c', "CommodityNotPurchased", OUTCOME_BILLING},
    {'c', "PrepaidBillOverdue", OUTCOME_BILLING},
    {'c', "PostpaidBillOverdue", OUTCOME_BILLING},
    {'c', "BudgetLimitExceeded", OUTCOME_BILLING},
    {'c', "insufficient_quota", OUTCOME_RATE},
    {'m', "Range of input length should be", OUTCOME_CONTEXT},
    {'c', "DataInspectionFailed", OUTCOME_CONTENT},
    {'c', "data_inspection_failed", OUTCOME_CONTENT},
    {'c', "ip_infringement_suspect", OUTCOME_CONTENT},
    {'c', "custom_role_blocked", OUTCOME_CONTENT},
    {'c', "faq_rule_blocked", OUTCOME_CONTENT},
    {'c', "InvalidParameter", OUTCOME_REQUEST},
    {'c', "invalid_parameter_error", OUTCOME_REQUEST},
    {'c', "Throttling", OUTCOME_RATE},
    {'c', "Throttling.RateQuota", OUTCOME_RATE},
    {'c', "Throttling.BurstRate", OUTCOME_RATE},
    {'c', "Throttling.AllocationQuota", OUTCOME_RATE},
    {'c', "Throttling.Concurrency", OUTCOME_RATE},
    {'c', "LimitRequests", OUTCOME_RATE},
    {'c', "limit_requests", OUTCOME_RATE},
    {'c', "limit_burst_rate", OUTCOME_RATE},
    {'c', "InvalidApiKey", OUTCOME_AUTH},
    {'c', "ModelNotFound", OUTCOME_MODEL},
    {'c', "model_not_supported", OUTCOME_MODEL},
    {'c', "Model.AccessDenied", OUTCOME_MODEL},
    {'c', "ModelServingError", OUTCOME_OVERLOAD},
    {'c', "ModelUnavailable", OUTCOME_OVERLOAD},
    {'c', "RequestTimeOut", OUTCOME_TIMEOUT},
};

/* platform.kimi.com/docs/api/errors; the exceeded quota comes as 429 and as 403. */
static const struct outcome_pattern kimi[] = {
    {'t', "exceeded_current_quota_error", OUTCOME_BILLING},
    {'m', "TPD rate limit", OUTCOME_QUOTA},
    {'t', "engine_overloaded_error", OUTCOME_OVERLOAD},
    {'t', "rate_limit_reached_error", OUTCOME_RATE},
    {'t', "incorrect_api_key_error", OUTCOME_AUTH},
    {'t', "permission_denied_error", OUTCOME_AUTH},
    {'t', "resource_not_found_error", OUTCOME_MODEL},
    {'t', "client_closed_request", OUTCOME_SERVER},
    {'m', "Input token length too long", OUTCOME_CONTEXT},
    {'m', "exceeded model token limit", OUTCOME_CONTEXT},
    {'m', "high risk", OUTCOME_CONTENT},
};

static const struct outcome_pattern openai[] = {
    {'c', "insufficient_quota", OUTCOME_BILLING},
};

#define PATTERNS(list) .pattern = list, .patterns = sizeof list / sizeof *list

/* Addresses and models of 2026-11; the members of `extra` switch thinking off where that can be done. */
static const struct vendor rows[] = {
    {.name = "builtin",
     .protocol = VENDOR_BUILTIN,
     .base_url = "",
     .model = "builtin",
     .workers = 1,
     .temperature = -1,
     .cap = "",
     .extra = ""},
    {.name = "glm",
     .base_url = "https://open.bigmodel.cn/api/paas/v4",
     .model = "glm-4.7",
     .workers = 1,
     .key = true,
     .temperature = 0.7,
     .hottest = 1,
     .cap = "max_tokens",
     .extra = "\"thinking\":{\"type\":\"disabled\"}",
     .json = true,
     PATTERNS(glm)},
    {.name = "qwen",
     .base_url = "https://dashscope.aliyuncs.com/compatible-mode/v1",
     .model = "qwen-plus",
     .workers = 3,
     .key = true,
     .temperature = 0.7,
     .hottest = 1.99,
     .cap = "max_tokens",
     .extra = "\"enable_thinking\":false",
     .json = true,
     PATTERNS(qwen)},
    {.name = "kimi",
     .base_url = "https://api.moonshot.cn/v1",
     .model = "kimi-k2.6",
     .workers = 2,
     .key = true,
     .temperature = -1,
     .cap = "max_completion_tokens",
     .extra = "\"thinking\":{\"type\":\"disabled\"}",
     .json = true,
     PATTERNS(kimi)},
    {.name = "local",
     .base_url = "http://localhost:11434/v1",
     .model = "llama3.2",
     .workers = 1,
     .temperature = 0.7,
     .hottest = 2,
     .cap = "max_tokens",
     .extra = "",
     .json = true},
    {.name = "deepseek",
     .base_url = "https://api.deepseek.com",
     .model = "deepseek-v4-flash",
     .workers = 3,
     .key = true,
     .temperature = 0.7,
     .hottest = 2,
     .cap = "max_tokens",
     .extra = "",
     .json = true},
    {.name = "openai",
     .base_url = "https://api.openai.com/v1",
     .model = "gpt-5-mini",
     .workers = 3,
     .key = true,
     .temperature = -1,
     .cap = "max_completion_tokens",
     .extra = "",
     .json = true,
     PATTERNS(openai)},
};

static const struct vendor other = {.name = "",
                                    .base_url = "",
                                    .model = "",
                                    .workers = 1,
                                    .temperature = 0.7,
                                    .hottest = 2,
                                    .cap = "max_tokens",
                                    .extra = ""};

const struct vendor *vendor_at(size_t i)
{
    return i < sizeof rows / sizeof *rows ? &rows[i] : NULL;
}

const struct vendor *vendor_find(const char *name)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].name, name) == 0)
            return &rows[i];
    return NULL;
}

const struct vendor *vendor_other(void)
{
    return &other;
}
