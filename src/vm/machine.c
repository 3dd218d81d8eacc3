/* The stack of a strand of execution. */
#define _GNU_SOURCE
#include "vm/machine.h"

#include "object/collector.h"

#include <stdlib.h>
#include <sys/mman.h>

Machine *machine_new(size_t stack_size)
{
    Machine *machine = calloc(1, sizeof *machine);
    if (!machine)
        return NULL;
    void *stack = mmap(NULL, stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (stack == MAP_FAILED) {
        free(machine);
        return NULL;
    }
    machine->stack = stack;
    machine->stack_size = stack_size;
    machine->stack_end = machine->stack + stack_size / sizeof(Value);
    machine->heap_top = machine->window_top = machine->stack;
    machine->sent = VALUE_NONE;
    return machine;
}

void machine_free(Machine *machine)
{
    munmap(machine->stack, machine->stack_size);
    free(machine);
}

bool machine_poll(Vm *vm)
{
    vm->interrupt = 0;
    collector_poll(vm);
    return !vm->hooks.poll || vm->hooks.poll(vm);
}
