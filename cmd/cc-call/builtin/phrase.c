#include "phrase.h"

#include <stddef.h>
#include <string.h>

/* The first row that fits counts; keyword NULL: any. */
static const struct phrase {
    const char *technique, *keyword, *english, *chinese;
} phrases[] = {
    {"happy_required", NULL, "valid request with required fields only", "仅含必填字段的有效请求"},
    {"happy_full", NULL, "valid request with all fields", "包含全部字段的有效请求"},
    {"auth_missing", NULL, "no credentials", "未提供认证信息"},
    {"auth_malformed", "proven", "credentials of the wrong form", "认证信息格式错误"},
    {"auth_malformed", NULL, "credentials that are of nobody", "认证信息无效"},
    {"unknown_resource", NULL, "%p names something that does not exist", "%p 指向不存在的资源"},
    {"missing_required", NULL, "%p is missing", "缺少必填的 %p"},
    {"null_value", "nullable", "%p is null, as it may be", "%p 为 null（允许为空）"},
    {"null_value", NULL, "%p is null", "%p 为 null（不允许为空）"},
    {"wrong_type", NULL, "%p has the wrong type (%v)", "%p 的类型错误（%v）"},
    {"enum_value", "const", "%p is %v, its only value", "%p 为唯一允许的值 %v"},
    {"enum_value", NULL, "%p is %v, one of its allowed values", "%p 为允许的枚举值 %v"},
    {"enum_violation", NULL, "%p is %v, none of its allowed values", "%p 为枚举之外的值 %v"},
    {"boundary_in", "minimum", "%p at its minimum of %l", "%p 等于最小值 %l"},
    {"boundary_in", "maximum", "%p at its maximum of %l", "%p 等于最大值 %l"},
    {"boundary_in", "exclusiveMinimum", "%p just above its exclusive minimum of %l",
     "%p 略大于下限 %l（不含）"},
    {"boundary_in", "exclusiveMaximum", "%p just below its exclusive maximum of %l",
     "%p 略小于上限 %l（不含）"},
    {"boundary_in", "minLength", "%p at its minimum length of %l", "%p 达到最小长度 %l"},
    {"boundary_in", "maxLength", "%p at its maximum length of %l", "%p 达到最大长度 %l"},
    {"boundary_in", "minItems", "%p with its minimum number of items, %l", "%p 含最少元素数 %l"},
    {"boundary_in", "maxItems", "%p with its maximum number of items, %l", "%p 含最多元素数 %l"},
    {"boundary_in", "minProperties", "%p with its minimum number of members, %l",
     "%p 含最少成员数 %l"},
    {"boundary_in", "maxProperties", "%p with its maximum number of members, %l",
     "%p 含最多成员数 %l"},
    {"boundary_in", "contains", "%p with one item of the kind that it must hold",
     "%p 恰含一个必需的元素"},
    {"boundary_in", "minContains",
     "%p with as few items of the kind that it must hold as it may, %l",
     "%p 含最少数量的必需元素 %l"},
    {"boundary_in", "maxContains", "%p with as many items of a kind as it may hold, %l",
     "%p 含该类元素的最大数量 %l"},
    {"boundary_in", "propertyNames", "%p has a member with a name that is just allowed (%l)",
     "%p 含恰好允许的成员名（%l）"},
    {"boundary_in", "not", "%p is just not what it must not be (%v)",
     "%p 恰好不属于被排除的情形（%v）"},
    {"boundary_in", "format", "%p at the end of its format's range (%v)",
     "%p 为其格式范围的端点 %v"},
    {"boundary_out", "minimum", "%p below its minimum of %l", "%p 小于最小值 %l"},
    {"boundary_out", "maximum", "%p above its maximum of %l", "%p 大于最大值 %l"},
    {"boundary_out", "exclusiveMinimum", "%p not above its exclusive minimum of %l",
     "%p 未大于下限 %l（不含）"},
    {"boundary_out", "exclusiveMaximum", "%p not below its exclusive maximum of %l",
     "%p 未小于上限 %l（不含）"},
    {"boundary_out", "minLength", "%p shorter than its minimum length of %l", "%p 短于最小长度 %l"},
    {"boundary_out", "maxLength", "%p longer than its maximum length of %l", "%p 长于最大长度 %l"},
    {"boundary_out", "minItems", "%p with fewer items than its minimum of %l",
     "%p 的元素少于最少元素数 %l"},
    {"boundary_out", "maxItems", "%p with more items than its maximum of %l",
     "%p 的元素多于最多元素数 %l"},
    {"boundary_out", "minProperties", "%p with fewer members than its minimum of %l",
     "%p 的成员少于最少成员数 %l"},
    {"boundary_out", "maxProperties", "%p with more members than its maximum of %l",
     "%p 的成员多于最多成员数 %l"},
    {"boundary_out", "contains", "%p without an item of the kind that it must hold",
     "%p 不含必需的元素"},
    {"boundary_out", "minContains", "%p with fewer items of the kind that it must hold than %l",
     "%p 的必需元素少于 %l 个"},
    {"boundary_out", "maxContains", "%p with more items of a kind than it may hold, %l",
     "%p 的该类元素多于 %l 个"},
    {"boundary_out", "propertyNames", "%p has a member with a name that is not allowed (%l)",
     "%p 含不允许的成员名（%l）"},
    {"boundary_out", "not", "%p is what it must not be (%v)", "%p 属于被排除的情形（%v）"},
    {"boundary_out", "format", "%p beyond its format's range (%v)", "%p 超出其格式的范围（%v）"},
    {"multiple_of", NULL, "%p is %v, no multiple of %l", "%p 为 %v，不是 %l 的倍数"},
    {"unique_items", NULL, "%p has an item twice", "%p 含重复元素"},
    {"format_violation", NULL, "%p is no valid %l (%v)", "%p 不是有效的 %l（%v）"},
    {"pattern_violation", NULL, "%p does not match its pattern (%v)", "%p 不匹配其正则（%v）"},
    {"extra_property", NULL, "%p is not a member that is known", "%p 是未定义的成员"},
    {"read_only", NULL, "%p is the server's own and sent all the same", "提交了只读字段 %p"},
    {"dependency", "proven", "%p comes with all that it asks for", "%p 与其依赖的字段一并提交"},
    {"dependency", "all", "%p comes with all that it asks for, and all members",
     "%p 与其依赖的内容及全部成员一并提交"},
    {"dependency", NULL, "%p is missing though %l asks for it", "有 %l 却缺少其依赖的 %p"},
    {"alternative", "all", "%p in another of its forms, with all members",
     "%p 采用另一种形式，含全部成员"},
    {"alternative", "if", "%p in the form that its condition decides", "%p 采用由其条件决定的形式"},
    {"alternative", NULL, "%p in another of its forms", "%p 采用另一种形式"},
    {"default", NULL, "%p has its default value (%v)", "%p 为默认值 %v"},
    {"example", NULL, "%p has the example value of the description (%v)", "%p 为文档示例值 %v"},
    {"malformed_body", NULL, "the request body breaks off", "请求体不完整，无法解析"},
    {"media_type", NULL, "the request body is sent as %l", "请求体以 %l 类型发送"},
    {"method_not_allowed", NULL, "the method %l is not allowed", "不允许使用 %l 方法"},
    {"pagination", "page", "%p far behind the last page (%v)", "%p 远超最后一页（%v）"},
    {"pagination", NULL, "%p asks for pages of one", "%p 每页仅一条"},
    {"idempotency", NULL, "the same request once more", "重复发送同一请求"},
    {"empty_value", "items", "%p is a list of nothing", "%p 为空列表"},
    {"empty_value", NULL, "%p is empty", "%p 为空字符串"},
    {"unicode", NULL, "%p holds other scripts and signs", "%p 含多语言文字与表情符号"},
    {"injection", NULL, "%p holds code that must stay text (%v)",
     "%p 含注入代码，应按普通文本处理（%v）"},
    {"long_value", NULL, "%p is very long", "%p 为超长文本"},
};

/* What is sent, and how it ends. */
static const struct sentence {
    const char *technique, *english, *chinese;
} wholes[] =
    {
        {"happy_required", "Send a valid request that holds only what is required",
         "发送只含必填内容的有效请求"},
        {"happy_full", "Send a valid request that holds every optional parameter and member too",
         "发送同时包含全部可选参数和字段的有效请求"},
        {"auth_missing", "Send a valid request without any credentials",
         "发送不带任何认证信息的有效请求"},
        {"auth_malformed", "Send a valid request with credentials that cannot be right",
         "发送认证信息错误的有效请求"},
        {"method_not_allowed",
         "Send the request with a method that the description does not know here",
         "使用文档未定义的方法发送请求"},
        {"idempotency", "Send a valid request for the second time", "再次发送同一有效请求"},
},
  ends[] = {
      {"idempotency", ". It must be answered as the first was, and change nothing more.",
       "。应与首次结果一致，且不产生额外变更。"},
      {"injection", ". It must be kept as plain text or refused; nothing of it is run.",
       "。应按普通文本保存或被拒绝，不得执行。"},
      {"long_value", ". It must be accepted, or refused with a clear error.",
       "。应被接受，或返回明确的错误。"},
      {"empty_value",
       ". The description allows it: it must be accepted, or refused with a clear error.",
       "。文档允许为空：应被接受，或返回明确的错误。"},
      {"read_only", ". It must be refused, or ignored: the server's value stays.",
       "。应被拒绝或忽略，服务器端的值保持不变。"},
};

const char *phrase_find(const char *technique, const char *keyword, bool chinese)
{
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
        if (strcmp(phrases[i].technique, technique) == 0 &&
            (phrases[i].keyword == NULL || strcmp(phrases[i].keyword, keyword) == 0))
            return chinese ? phrases[i].chinese : phrases[i].english;
    return "%p";
}

const char *phrase_whole(const char *technique, bool chinese)
{
    for (size_t i = 0; i < sizeof wholes / sizeof *wholes; i++)
        if (strcmp(wholes[i].technique, technique) == 0)
            return chinese ? wholes[i].chinese : wholes[i].english;
    return NULL;
}

const char *phrase_start(bool accepted, bool chinese)
{
    if (accepted)
        return chinese ? "发送其余均正常的请求：" : "Send an otherwise ordinary request: ";
    return chinese ? "发送仅有一处错误的请求："
                   : "Send a request that is valid but for one thing: ";
}

const char *phrase_end(const char *technique, bool accepted, bool chinese)
{
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (strcmp(ends[i].technique, technique) == 0)
            return chinese ? ends[i].chinese : ends[i].english;
    if (accepted)
        return chinese ? "。应被接受。" : ". It must be accepted.";
    return chinese ? "。应被拒绝。" : ". It must be refused.";
}
