/* Running what the command line names. */
#ifndef HABU_RUNTIME_CLI_RUN_H
#define HABU_RUNTIME_CLI_RUN_H

#include "cli/options.h"
#include "object/state.h"

/* Runs the program; returns the process's exit status. */
int run_program(Vm *vm, const Options *options);

/* Reports the pending exception as the end of a program and clears it; returns the status. */
int run_report_exception(Vm *vm);

/* The plain prompt: statements from standard input, one at a time. */
int run_prompt(Vm *vm, const Options *options, Value globals);

#endif
