# make [all]       the six commands and casecraft, in build/bin, and what they run, in build/libexec
# make check       the test suite (test is the same)
# make lint        formatting, analysers, floors, ceilings, man pages
# make bench       ratios against a bare baseline, measured in one run
# make fuzz        libFuzzer over cc-split, answers and schemas, by clang: FUZZ_SECONDS=600 for all targets together
# make check-exports   each format of casecraft export by the program it is for; npm brings those
# make torture     kill -9 of a run at KILLS=100 random moments
# make demo        test cases for the example API: no key, no network
# make install     PREFIX=/usr/local DESTDIR=
# make package     builds the Debian package and tries it in a minimal system; builds with musl
# make dist        the commit as casecraft-VERSION.tar.gz, in the build folder
#
# DEV=1                        more warnings, all of them errors
# SANITIZE=address,undefined   a build of its own under build-address-undefined

PREFIX ?= /usr/local
DESTDIR ?=
CC ?= cc
CFLAGS ?= -O2 -g
PKG_CONFIG ?= pkg-config
VERSION := $(shell cat VERSION)

comma := ,
BUILD := build$(if $(SANITIZE),-$(subst $(comma),-,$(SANITIZE)))

warnings := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith \
	-Wwrite-strings -Wformat=2
warnings += $(if $(DEV),-Werror -Wundef -Wvla -Wcast-qual -Wnull-dereference -Wold-style-definition)
sanitize := $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer -fno-sanitize-recover=all)

pc_cflags = $(shell $(PKG_CONFIG) --cflags $(1) 2>/dev/null)
pc_libs = $(shell $(PKG_CONFIG) --libs $(1))
packages := libcjson yaml-0.1 libxxhash libpcre2-8 libcurl

all_cflags = -std=c11 -D_GNU_SOURCE -DVERSION='"$(VERSION)"' -iquote lib $(warnings) $(sanitize) \
	$(CFLAGS) $(CPPFLAGS)
all_ldflags = $(sanitize) $(LDFLAGS) -Wl,--as-needed

# A file in a folder of a command finds the other headers of that command, and a test those of cc-call.
include_of = $(if $(filter cmd/%,$(1)),-iquote cmd/$(word 2,$(subst /, ,$(1))),$(if $(filter tests/%,$(1)),-iquote cmd/cc-call))

commands := cc-split cc-assign cc-call cc-fallback cc-merge cc-stats
bins := $(commands:%=$(BUILD)/bin/%)
# What commands run themselves, and no person does.
helpers := cc-fetch
helper_bins := $(helpers:%=$(BUILD)/libexec/casecraft/%)
# What casecraft can do, each a script of its own, and what they share.
words := $(patsubst cmd/casecraft/%,%,$(filter-out cmd/casecraft/casecraft,$(wildcard cmd/casecraft/*)))
word_files := $(words:%=$(BUILD)/libexec/casecraft/%)

lib_src := $(wildcard lib/*.c lib/*/*.c)
lib_obj := $(lib_src:%.c=$(BUILD)/%.o)
cmd_src := $(wildcard cmd/*/*.c cmd/*/*/*.c)
cmd_obj := $(cmd_src:%.c=$(BUILD)/%.o)

# What each links; only cc-call and cc-fetch speak HTTP (libcurl costs 10 ms of every start).
libs_cc-split := yaml-0.1 libxxhash
libs_cc-assign := yaml-0.1 libxxhash
libs_cc-call := libcurl libcjson yaml-0.1 libxxhash libpcre2-8
libs_cc-fallback := yaml-0.1 libxxhash
libs_cc-fetch := libcurl
libs_cc-merge := libxxhash
libs_cc-stats := yaml-0.1 libxxhash

bash_dir := share/bash-completion/completions
zsh_dir := share/zsh/site-functions
fish_dir := share/fish/vendor_completions.d
completed := $(commands) casecraft
completions := $(completed:%=$(BUILD)/$(bash_dir)/%) $(completed:%=$(BUILD)/$(zsh_dir)/_%) \
	$(completed:%=$(BUILD)/$(fish_dir)/%.fish)

FUZZ_CC ?= clang
FUZZ_SECONDS ?= 600

.PHONY: all check test lint bench fuzz oracle check-exports torture package demo dist install uninstall clean testbins
all: $(bins) $(helper_bins) $(word_files) $(BUILD)/bin/casecraft $(BUILD)/share/casecraft $(completions)

.SECONDARY:
.SECONDEXPANSION:
objects_of = $(addprefix $(BUILD)/,$(addsuffix .o,$(basename $(wildcard cmd/$(1)/*.c cmd/$(1)/*/*.c))))

$(bins) $(helper_bins): $$(call objects_of,$$(@F)) $(BUILD)/libcasecraft.a
	@mkdir -p $(@D)
	$(CC) $(all_ldflags) -o $@ $^ $(call pc_libs,$(libs_$(@F)))

# The modules of commands, for the tests of them.
$(BUILD)/tests/cc-call.a: $(filter-out %/main.o,$(call objects_of,cc-call))
$(BUILD)/tests/cc-stats.a: $(filter-out %/main.o,$(call objects_of,cc-stats))
$(BUILD)/tests/cc-merge.a: $(filter-out %/main.o,$(call objects_of,cc-merge))
$(BUILD)/libcasecraft.a: $(lib_obj)
$(BUILD)/tests/cc-call.a $(BUILD)/tests/cc-stats.a $(BUILD)/tests/cc-merge.a $(BUILD)/libcasecraft.a:
	@mkdir -p $(@D) && rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/%.o: %.c VERSION
	@mkdir -p $(@D)
	$(CC) $(call include_of,$<) $(all_cflags) $(call pc_cflags,$(packages)) -MMD -MP -c -o $@ $<

$(BUILD)/bin/casecraft: cmd/casecraft/casecraft VERSION
	@mkdir -p $(@D)
	sed 's/@VERSION@/$(VERSION)/' $< >$@.tmp && chmod 755 $@.tmp && mv $@.tmp $@

$(word_files): $(BUILD)/libexec/casecraft/%: cmd/casecraft/%
	@mkdir -p $(@D)
	install -m $(if $(filter %.sh,$<),644,755) $< $@

# The tree that is built has the shape of the one that is installed: bin beside libexec and share.
$(BUILD)/share/casecraft: $(wildcard share/casecraft/*)
	@mkdir -p $@ && ln -sfn $(CURDIR)/share/casecraft/* $(CURDIR)/examples $@ && touch $@

# What a shell offers behind Tab, from each command's own table of options.
known := $(shell sed -n 's/^ *{*\.name = "\([a-z]\{1,\}\)",$$/\1/p' lib/vendor.c | uniq)
completion = mkdir -p $(@D) && PROVIDERS='$(known)' share/completions/make $(1) $(BUILD)/bin/$(2) >$@.tmp && mv $@.tmp $@
completion_src := $(wildcard share/completions/*) lib/vendor.c

# casecraft asks its commands for theirs.
$(filter %casecraft %casecraft.fish,$(completions)): $(word_files) $(bins)
$(BUILD)/$(bash_dir)/%: $(BUILD)/bin/% $(completion_src)
	$(call completion,bash,$*)
$(BUILD)/$(zsh_dir)/_%: $(BUILD)/bin/% $(completion_src)
	$(call completion,zsh,$*)
$(BUILD)/$(fish_dir)/%.fish: $(BUILD)/bin/% $(completion_src)
	$(call completion,fish,$*)

# Tests: the loopback provider, one program a unit test, and bats over the commands.
unit_bins := $(patsubst tests/unit/%.c,$(BUILD)/tests/unit/%,$(wildcard tests/unit/*.c))
provider_obj := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/provider/*.c))
bench_bins := $(patsubst tests/bench/%.c,$(BUILD)/tests/bench/%,$(wildcard tests/bench/*.c))
libs_tests := $(packages)

testbins: all $(unit_bins) $(BUILD)/tests/provider/provider

$(BUILD)/tests/provider/provider: $(provider_obj) $(BUILD)/libcasecraft.a
	$(CC) $(all_ldflags) -o $@ $^ $(call pc_libs,libxxhash)

$(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o $(BUILD)/tests/cc-call.a $(BUILD)/tests/cc-stats.a $(BUILD)/tests/cc-merge.a $(BUILD)/libcasecraft.a
	$(CC) $(all_ldflags) -o $@ $^ $(call pc_libs,$(libs_tests))

$(BUILD)/tests/bench/%: $(BUILD)/tests/bench/%.o $(BUILD)/libcasecraft.a
	$(CC) $(all_ldflags) -o $@ $^ $(call pc_libs,$(libs_tests))

check test: testbins
	BUILD='$(abspath $(BUILD))' tests/run

lint: all
	BUILD='$(abspath $(BUILD))' tests/lint/run

bench: testbins $(bench_bins)
	BUILD='$(abspath $(BUILD))' tests/bench/run
	BUILD='$(abspath $(BUILD))' tests/bench/handover

# An independent judge of builtin's cases; installs Prism, into the build folder, with npm.
oracle: all
	BUILD='$(abspath $(BUILD))' tests/oracle/run

# Every format of casecraft export by its own program; installs those, into the build folder, with npm.
check-exports: all
	BUILD='$(abspath $(BUILD))' tests/exports/run

# What is installed, as others build it: a Debian package in a minimal system, and with musl.
package:
	tests/package/run

# A build of its own, in build-fuzz.  What a target links is named: all of cc-split, with its main under another name,
# or modules of cc-call.
fuzz_cmd := $(filter-out cmd/cc-split/main.c,$(wildcard cmd/cc-split/*.c cmd/cc-split/*/*.c))
fuzz_obj := $(patsubst %.c,$(BUILD)/%.o,$(fuzz_cmd) tests/fuzz/split.c tests/fuzz/stopping.c) $(BUILD)/tests/fuzz/main.o
fuzz_split := tests/fuzz/json tests/fuzz/yaml tests/fuzz/files
fuzz_call := tests/fuzz/framing tests/fuzz/answer
fuzz_lib := tests/fuzz/schema
fuzz_targets := $(fuzz_split) $(fuzz_call) $(fuzz_lib)

$(BUILD)/tests/fuzz/main.o: cmd/cc-split/main.c VERSION
	@mkdir -p $(@D)
	$(CC) $(call include_of,$<) $(all_cflags) -Dmain=split_main -Wno-missing-prototypes -MMD -MP -c -o $@ $<

$(fuzz_split:%=$(BUILD)/%): $(fuzz_obj)
$(fuzz_call:%=$(BUILD)/%): $(BUILD)/tests/cc-call.a
$(fuzz_targets:%=$(BUILD)/%): %: %.o $(BUILD)/libcasecraft.a
	$(CC) $(all_ldflags) -fsanitize=fuzzer -o $@ $(filter %.o,$^) $(filter %/cc-call.a,$^) $(BUILD)/libcasecraft.a \
		$(call pc_libs,$(libs_cc-split) libcjson libpcre2-8)

fuzz:
	@command -v $(FUZZ_CC) >/dev/null || { echo 'clang is not installed; ./bootstrap deps fuzz installs it'; exit 4; }
	$(MAKE) CC='$(FUZZ_CC)' BUILD=build-fuzz SANITIZE=fuzzer-no-link,address,undefined CFLAGS='-O1 -g' \
		$(fuzz_targets:%=build-fuzz/%)
	FUZZ_SECONDS='$(FUZZ_SECONDS)' tests/fuzz/run

# kill -9 at random moments of a run: the suite does it 12 times.
KILLS ?= 100
torture: testbins
	KILLS='$(KILLS)' TEST_LIMIT=3600 BUILD='$(abspath $(BUILD))' tests/run kills

demo: all
	@$(BUILD)/bin/casecraft demo -o $(BUILD)/demo

install: all
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(PREFIX)/share/casecraft'
	install -d '$(DESTDIR)$(PREFIX)/libexec/casecraft'
	install -d '$(DESTDIR)$(PREFIX)/share/man/man1' '$(DESTDIR)$(PREFIX)/share/man/man5'
	install -d '$(DESTDIR)$(PREFIX)/share/man/man7'
	install -m 755 $(bins) $(BUILD)/bin/casecraft '$(DESTDIR)$(PREFIX)/bin'
	install -m 755 $(helper_bins) '$(DESTDIR)$(PREFIX)/libexec/casecraft'
	install -m 755 $(filter-out %.sh,$(word_files)) '$(DESTDIR)$(PREFIX)/libexec/casecraft'
	install -m 644 $(filter %.sh,$(word_files)) '$(DESTDIR)$(PREFIX)/libexec/casecraft'
	cp -R share/casecraft/. examples '$(DESTDIR)$(PREFIX)/share/casecraft'
	install -d '$(DESTDIR)$(PREFIX)/$(bash_dir)' '$(DESTDIR)$(PREFIX)/$(zsh_dir)' '$(DESTDIR)$(PREFIX)/$(fish_dir)'
	install -m 644 $(filter $(BUILD)/$(bash_dir)/%,$(completions)) '$(DESTDIR)$(PREFIX)/$(bash_dir)'
	install -m 644 $(filter $(BUILD)/$(zsh_dir)/%,$(completions)) '$(DESTDIR)$(PREFIX)/$(zsh_dir)'
	install -m 644 $(filter $(BUILD)/$(fish_dir)/%,$(completions)) '$(DESTDIR)$(PREFIX)/$(fish_dir)'
	install -d '$(DESTDIR)$(PREFIX)/share/doc/casecraft/docs'
	install -m 644 README.md README.zh-CN.md CHANGELOG.md SECURITY.md .env.example '$(DESTDIR)$(PREFIX)/share/doc/casecraft'
	install -m 644 docs/*.md '$(DESTDIR)$(PREFIX)/share/doc/casecraft/docs'
	install -m 644 man/*.1 '$(DESTDIR)$(PREFIX)/share/man/man1'
	install -m 644 man/*.5 '$(DESTDIR)$(PREFIX)/share/man/man5'
	install -m 644 man/*.7 '$(DESTDIR)$(PREFIX)/share/man/man7'

# The commit that is checked out, whatever lies beside it.
dist:
	@mkdir -p $(BUILD)
	git archive --prefix=casecraft-$(VERSION)/ -o $(BUILD)/casecraft-$(VERSION).tar.gz HEAD
	@echo $(BUILD)/casecraft-$(VERSION).tar.gz

uninstall:
	cd '$(DESTDIR)$(PREFIX)/bin' && rm -f $(commands) casecraft
	cd '$(DESTDIR)$(PREFIX)' && rm -rf libexec/casecraft share/casecraft share/doc/casecraft && \
		{ rmdir share/doc 2>/dev/null || true; }
	cd '$(DESTDIR)$(PREFIX)' && rm -f $(completions:$(BUILD)/%=%) && \
		{ rmdir -p $(bash_dir) $(zsh_dir) $(fish_dir) 2>/dev/null || true; }
	cd '$(DESTDIR)$(PREFIX)/share/man' && rm -f $(patsubst man/%,man1/%,$(wildcard man/*.1)) \
		$(patsubst man/%,man5/%,$(wildcard man/*.5)) $(patsubst man/%,man7/%,$(wildcard man/*.7))

clean:
	rm -rf build build-*

-include $(lib_obj:.o=.d) $(cmd_obj:.o=.d) $(provider_obj:.o=.d)
-include $(unit_bins:=.d) $(bench_bins:=.d) $(fuzz_obj:.o=.d) $(fuzz_targets:%=$(BUILD)/%.d)
