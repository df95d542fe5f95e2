#include "figure.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "utf8.h"

void figure_short(long long n, char out[FIGURE_MAX])
{
    static const char unit[] = "kMGTPE";
    if (n < 100000) {
        number_grouped(n, out);
        return;
    }
    size_t u = 0;
    long long scale = 1000;
    for (; u < sizeof unit - 2 && n / scale >= 1000; u++)
        scale *= 1000;
    if (n / scale < 100)
        snprintf(out, FIGURE_MAX, "%lld.%lld%c", n / scale % 1000, n % scale / (scale / 10) % 10,
                 unit[u]);
    else
        snprintf(out, FIGURE_MAX, "%lld%c", n / scale, unit[u]);
}

void figure_time(long long ms, char out[FIGURE_MAX])
{
    if (ms < 1000)
        snprintf(out, FIGURE_MAX, "%lld ms", ms);
    else if (ms < 59950)
        snprintf(out, FIGURE_MAX, "%.1f s", (double)ms / 1000);
    else if (ms < 3600000)
        snprintf(out, FIGURE_MAX, "%lld min %lld s", ms / 60000, ms % 60000 / 1000);
    else
        snprintf(out, FIGURE_MAX, "%lld h %lld min", ms / 3600000, ms % 3600000 / 60000);
}

void figure_seconds(long long ms, char out[FIGURE_MAX])
{
    double seconds = (double)ms / 1000;
    if (ms < 99995)
        snprintf(out, FIGURE_MAX, "%.2fs", seconds);
    else if (ms < 9999500)
        snprintf(out, FIGURE_MAX, "%.0fs", seconds);
    else if (ms < 9999 * 3600000LL)
        snprintf(out, FIGURE_MAX, "%.1fh", seconds / 3600);
    else
        snprintf(out, FIGURE_MAX, ">9999h");
}

void figure_money(double amount, const char *currency, char out[FIGURE_MAX])
{
    if (amount <= 0)
        snprintf(out, FIGURE_MAX, "0 %s", currency);
    else if (amount < 0.0001)
        snprintf(out, FIGURE_MAX, "<0.0001 %s", currency);
    else if (amount < 1)
        snprintf(out, FIGURE_MAX, "%.4f %s", amount, currency);
    else if (amount < 1e6)
        snprintf(out, FIGURE_MAX, "%.2f %s", amount, currency);
    else
        snprintf(out, FIGURE_MAX, "%.1e %s", amount, currency);
}

void figure_percent(size_t part, size_t whole, char out[FIGURE_MAX])
{
    double share = whole == 0 ? 0 : 100.0 * (double)part / (double)whole;
    if (whole == 0)
        snprintf(out, FIGURE_MAX, "-");
    else if (part > 0 && share < 1)
        snprintf(out, FIGURE_MAX, "<1 %%");
    else
        snprintf(out, FIGURE_MAX, "%.0f %%", share);
}

/* Shows something, in its place, and nothing else: no control, no mark that is invisible or joins what
 * stands before it. */
static bool is_shown(uint32_t c)
{
    return c >= 0x20 && (c < 0x7f || c >= 0xa0) && c != 0xad && (c < 0x300 || c > 0x36f) &&
           (c < 0x200b || c > 0x200f) && (c < 0x2028 || c > 0x202e) && (c < 0x2060 || c > 0x206f) &&
           (c < 0xfe00 || c > 0xfe0f) && c != 0xfeff && (c < 0xe0000 || c > 0xe0fff);
}

/* East Asian wide characters and emoji, by and large. */
static bool is_wide(uint32_t c)
{
    return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) ||
           (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
           (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
           (c >= 0xffe0 && c <= 0xffe6) || (c >= 0x1f300 && c <= 0x1faff) ||
           (c >= 0x20000 && c <= 0x3fffd);
}

size_t figure_name(const char *name, size_t columns, struct buf *out)
{
    size_t used = 0, fits = 0, start = out->len, fits_len = out->len, len;
    for (size_t left = strlen(name); left > 0; name += len, left -= len) {
        len = utf8_length(name, left);
        uint32_t c = len == 0 ? 0 : utf8_code(name, len);
        size_t width = is_wide(c) ? 2 : 1;
        len = len == 0 ? 1 : len;
        if (used + width > columns) {
            out->len = fits_len;
            out->data[out->len] = '\0';
            buf_text(out, columns >= 2 ? ".." : "");
            return out->len > start ? fits + (columns >= 2 ? 2 : 0) : 0;
        }
        if (is_shown(c))
            buf_add(out, name, len);
        else
            buf_char(out, '?');
        used += width;
        if (used + 2 <= columns) {
            fits = used;
            fits_len = out->len;
        }
    }
    return used;
}
