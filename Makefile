# Habu's build.  Everything made lies under $(BUILD), a subdirectory for each
# configuration; only `make` itself writes outside it (./habu).
#
# Variables: BUILD (where to build), CC, CFLAGS and LDFLAGS (added to ours),
# PREFIX and DESTDIR (install), V=1 (show commands), FILTER (check: only tests
# whose name contains it), FUZZ_SECONDS.

BUILD ?= build
CONFIG ?= release
PREFIX ?= /usr/local
FUZZ_SECONDS ?= 60
JOBS ?= $(shell nproc 2>/dev/null || echo 1)
PACKAGES := libuv gmp libutf8proc

ifeq ($(origin CC),default)
CC := gcc
endif
CLANG ?= clang
# clang for the sanitizers where there is one: so both compilers see the code.
ASAN_CC ?= $(if $(shell command -v $(CLANG)),$(CLANG),$(CC))

OUT := $(BUILD)/$(CONFIG)
GEN := $(BUILD)/generated
Q := $(if $(V),,@)
# Uses all processors unless the caller chose a number of jobs.
SUBMAKE = $(MAKE) --no-print-directory $(if $(findstring -j,$(MAKEFLAGS)),,-j$(JOBS))

# ---- flags ----------------------------------------------------------------

WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wundef -Werror
FLAGS_release := -O2 -flto=auto -fno-plt -fno-pie -fno-asynchronous-unwind-tables -DNDEBUG
FLAGS_dev := -O1 -g
FLAGS_debug := -O0 -g3
FLAGS_asan := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
FLAGS_fuzz := $(FLAGS_asan) -fsanitize=fuzzer-no-link
LINK_release := -no-pie -Wl,-O1 -Wl,--as-needed

PACKAGE_CFLAGS := $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
PACKAGE_LIBS := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null || echo -luv -lgmp -lutf8proc)

ALL_CFLAGS = -std=gnu11 -fno-strict-aliasing $(WARNINGS) $(FLAGS_$(CONFIG)) \
             -Isrc -Iruntime -I. -I$(GEN) $(PACKAGE_CFLAGS) $(CFLAGS)
ALL_LDFLAGS = $(FLAGS_$(CONFIG)) $(LINK_$(CONFIG)) $(LDFLAGS)
# libunistring, for the names of characters, has no pkg-config file.
LIBS = $(PACKAGE_LIBS) -lunistring -lm -lpthread -ldl

# ---- sources --------------------------------------------------------------

SOURCES := $(sort $(wildcard src/*.c src/*/*.c grammar/*.c runtime/*/*.c))
GENERATED := embedded $(patsubst grammar/%.re,%,$(wildcard grammar/*.re)) \
             $(patsubst grammar/%.y,%,$(wildcard grammar/*.y))
OBJECTS := $(SOURCES:%.c=$(OUT)/%.o) $(GENERATED:%=$(OUT)/generated/%.o)
MAIN_OBJECT := $(OUT)/runtime/cli/main.o
UNIT_TESTS := $(patsubst tests/unit/%.c,$(OUT)/unit/%,$(wildcard tests/unit/*.c))
FUZZERS := $(patsubst tests/fuzz/%.c,$(OUT)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
RUNNER := $(BUILD)/tests/runner
BENCH := $(BUILD)/tests/bench

.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: release dev debug asan fuzzers demo test check samples bench layers fuzz unit \
        install clean help compile binary tools FORCE

# ---- what people type -----------------------------------------------------

release: ## Build the optimised ./habu (the default)
	+$(Q)$(SUBMAKE) CONFIG=release binary
	$(Q)cmp -s $(BUILD)/release/habu habu || install -m 755 $(BUILD)/release/habu habu

dev: ## Build build/dev/habu quickly, with assertions: for every day
	+$(Q)$(SUBMAKE) CONFIG=dev binary

debug: ## Build build/debug/habu for a debugger
	+$(Q)$(SUBMAKE) CONFIG=debug binary

asan: ## Build build/asan/habu with ASan, UBSan and leak detection
	+$(Q)$(SUBMAKE) CONFIG=asan CC="$(ASAN_CC)" binary

demo: ## Install what is missing, build, and show the samples running
	$(Q)sh tests/install-packages.sh
	+$(Q)$(MAKE) --no-print-directory release
	$(Q)sh tests/demo.sh ./habu

test: ## Run every test: layers, units, goldens (release, ASan), fuzzers
	$(Q)sh tests/install-packages.sh test
	+$(Q)BUILD="$(BUILD)" JOBS="$(JOBS)" FUZZ_SECONDS="$(FUZZ_SECONDS)" sh tests/run-all.sh

check: ## Build dev and run the golden tests with it (FILTER=text)
	+$(Q)$(SUBMAKE) CONFIG=dev binary tools
	$(Q)$(RUNNER) --interp $(BUILD)/dev/habu --jobs $(JOBS) $(if $(FILTER),--filter "$(FILTER)")

samples: release tools ## Check the samples' output
	$(Q)$(RUNNER) --interp $(BUILD)/release/habu --jobs $(JOBS) samples

unit: ## Run the C unit tests (under ASan)
	+$(Q)$(SUBMAKE) CONFIG=asan CC="$(ASAN_CC)" unit-binaries
	$(Q)sh tests/unit/run.sh $(BUILD)/asan/unit

fuzz: ## Run the fuzzers for FUZZ_SECONDS each, side by side
	+$(Q)$(SUBMAKE) CONFIG=fuzz CC="$(CLANG)" fuzzers
	$(Q)sh tests/fuzz/run.sh $(BUILD)/fuzz $(FUZZ_SECONDS)

bench: release tools ## Compare CPU time with the interpreters installed
	$(Q)$(BENCH) --interp $(BUILD)/release/habu tests/bench

layers: ## Check who includes whom, and the length of files
	$(Q)sh tests/layers.sh

install: release ## Install a stripped habu under PREFIX
	install -d $(DESTDIR)$(PREFIX)/bin
	install -s -m 755 $(BUILD)/release/habu $(DESTDIR)$(PREFIX)/bin/habu

clean: ## Remove everything that was built
	rm -rf $(BUILD) habu

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

# ---- one configuration ----------------------------------------------------

binary: $(OUT)/habu
compile: $(OBJECTS) ## Only compile (CONFIG=dev), to see whether everything does
unit-binaries: $(UNIT_TESTS)
fuzzers: $(FUZZERS)
tools: $(RUNNER) $(BENCH)

$(OUT)/habu: $(OBJECTS) $(OUT)/objects.list
	@echo "  LINK $@"
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $(OBJECTS) $(LIBS)

# Everything but main(): what unit tests and fuzzers link with.
$(OUT)/libhabu.a: $(filter-out $(MAIN_OBJECT),$(OBJECTS)) $(OUT)/objects.list
	$(Q)rm -f $@ && $(AR) qcs $@ $(filter %.o,$^)

$(OUT)/unit/%: tests/unit/%.c tests/unit/check.h $(OUT)/libhabu.a
	@mkdir -p $(@D)
	@echo "  LINK $@"
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $< $(OUT)/libhabu.a $(LIBS)

$(OUT)/fuzz/%: tests/fuzz/%.c $(OUT)/libhabu.a
	@mkdir -p $(@D)
	@echo "  LINK $@"
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $< $(OUT)/libhabu.a $(LIBS)

$(OUT)/%.o: %.c $(OUT)/flags
	@mkdir -p $(@D)
	@echo "  CC   $<"
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(OUT)/generated/%.o: $(GEN)/%.c $(OUT)/flags
	@mkdir -p $(@D)
	@echo "  CC   $<"
	$(Q)$(CC) $(ALL_CFLAGS) $(GENERATED_RELAXED) -MMD -MP -c -o $@ $<

# What a change of compiler, flags or set of files must rebuild: the file is
# rewritten only when its text changes.
write_if_changed = mkdir -p $(@D) && echo '$(1)' | cmp -s - $@ || echo '$(1)' > $@
$(OUT)/flags: FORCE
	@$(call write_if_changed,$(CC) $(ALL_CFLAGS))
$(OUT)/objects.list: FORCE
	@$(call write_if_changed,$(OBJECTS))

# ---- generated sources ----------------------------------------------------

.SECONDARY: $(GENERATED:%=$(GEN)/%.c)
# Bison's and re2c's own code is not written with our warnings in mind.
GENERATED_RELAXED := -Wno-unused-function -Wno-shadow -Wno-unused-but-set-variable -Wno-implicit-fallthrough

$(GEN)/%.c $(GEN)/%.h &: grammar/%.y
	@mkdir -p $(@D)
	@echo "  YACC $<"
	$(Q)bison -Wall -Werror -o $(GEN)/$*.c --header=$(GEN)/$*.h $<

$(GEN)/%.c: grammar/%.re
	@mkdir -p $(@D)
	@echo "  RE2C $<"
	$(Q)re2c -W --no-generation-date -o $@ $<

$(GEN)/embedded.c: FORCE
	@mkdir -p $(@D)
	@sh runtime/lib/embed.sh runtime/lib > $@.$$$$ && \
	  { cmp -s $@.$$$$ $@ && rm $@.$$$$ || mv $@.$$$$ $@; }

$(OUT)/generated/lexer.o $(OUT)/generated/parser.o $(patsubst %.c,$(OUT)/%.o,$(wildcard grammar/*.c)): \
    | $(patsubst grammar/%.y,$(GEN)/%.h,$(wildcard grammar/*.y))

# ---- test tools -----------------------------------------------------------

$(BUILD)/tests/runner: tests/runner.c
$(BUILD)/tests/bench: tests/bench/bench.c
$(RUNNER) $(BENCH):
	@mkdir -p $(@D)
	$(Q)$(CC) -std=gnu11 $(WARNINGS) -O1 -g -o $@ $< -lm

-include $(OBJECTS:.o=.d)
