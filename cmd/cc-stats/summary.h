/*
 * summary: which figures a person is told, and in which order.  cc-stats.
 */
#ifndef SUMMARY_H
#define SUMMARY_H

#include "sheet.h"
#include "tally.h"

/* Adds the parts to the sheet: the figures of all, tables of the providers, and lists. */
void summary_make(const struct tally *t, struct sheet *s);

#endif
