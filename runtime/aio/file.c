/* Requests to libuv for files, and the files' life.
 *
 * A request owns what libuv works on, and keeps its file and its operation's future:
 * an operation may be cancelled while libuv is at work. */
#define _GNU_SOURCE
#include "aio/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include <uv.h>

#include "loop/pending.h"
#include "object/raise.h"
#include "object/str.h"
#include "object/type.h"

enum { READ_SIZE = 64 * 1024 };

typedef struct {
    Pending pending; /* first: pending_end() takes it */
    uv_fs_t fs;
    Value future, file; /* owned */
    FileBuffer buffer;  /* what is read or written */
} Request;

/* Buffers. --------------------------------------------------------------------------- */

void buffer_free(FileBuffer *buffer)
{
    free(buffer->bytes);
    *buffer = (FileBuffer){0};
}

bool buffer_add(Vm *vm, FileBuffer *buffer, const char *bytes, size_t size)
{
    if (buffer->start == buffer->end)
        buffer->start = buffer->end = 0;
    if (buffer->end + size > buffer->capacity) {
        size_t capacity = size_max(buffer->end + size, buffer->capacity * 2);
        char *larger = realloc(buffer->bytes, capacity);
        if (!larger) {
            raise_memory_error(vm);
            return false;
        }
        buffer->bytes = larger;
        buffer->capacity = capacity;
    }
    if (size)
        memcpy(buffer->bytes + buffer->end, bytes, size);
    buffer->end += size;
    return true;
}

/* Requests. ------------------------------------------------------------------------------ */

static Request *request_new(Vm *vm, Operation *operation, File *file, const char *what)
{
    if (!runtime_uv(vm) || !operation_make_waiter(vm, operation))
        return NULL;
    Request *request = calloc(1, sizeof *request);
    if (!request) {
        raise_memory_error(vm);
        return NULL;
    }
    request->fs.data = request;
    request->future = value_share(operation->waiter);
    request->file = value_share(value_from_object(file));
    file->busy = true;
    pending_begin(vm, &request->pending, what);
    return request;
}

/* Resolves the future with number; the request is gone. */
static void request_end(Request *request, int64_t number)
{
    Vm *vm = request->pending.vm;
    Value future = request->future, file = request->file;
    ASSERT(value_to_file(file)->busy);
    value_to_file(file)->busy = false;
    pending_end(&request->pending);
    uv_fs_req_cleanup(&request->fs);
    buffer_free(&request->buffer);
    free(request);
    if (!future_done(value_to_future(future)))
        future_set_result_take(vm, value_to_future(future), value_from_int(number));
    value_drop(vm, future);
    value_drop(vm, file);
}

static bool submitted(Vm *vm, Request *request, int failed)
{
    if (!failed)
        return true;
    request_end(request, 0);
    raise_os_error(vm, -failed, VALUE_ABSENT);
    return false;
}

static void file_on_open(uv_fs_t *fs)
{
    Request *request = fs->data;
    File *file = value_to_file(request->file);
    int64_t result = fs->result;
    if (result >= 0) {
        file->descriptor = (int)result;
        file->seekable = lseek(file->descriptor, 0, SEEK_CUR) >= 0;
        if (file->appending && file->seekable)
            file->position = lseek(file->descriptor, 0, SEEK_END);
    }
    request_end(request, result);
}

bool file_start_open(Vm *vm, Operation *operation, File *file, const char *path, int flags)
{
    Request *request = request_new(vm, operation, file, "the opening of a file");
    return request && submitted(vm, request, uv_fs_open(vm->runtime->uv, &request->fs, path, flags, 0666, file_on_open));
}

static void file_on_read(uv_fs_t *fs)
{
    Request *request = fs->data;
    File *file = value_to_file(request->file);
    int64_t count = fs->result;
    file->at_end = count <= 0;
    if (count > 0) {
        if (file->seekable)
            file->position += count;
        if (!buffer_add(request->pending.vm, &file->input, request->buffer.bytes, (size_t)count)) {
            value_clear(request->pending.vm, &request->pending.vm->pending);
            count = -ENOMEM;
        }
    }
    request_end(request, count);
}

bool file_start_read(Vm *vm, Operation *operation, File *file)
{
    Request *request = request_new(vm, operation, file, "the reading of a file");
    if (!request)
        return false;
    request->buffer.bytes = malloc(READ_SIZE);
    if (!request->buffer.bytes)
        return submitted(vm, request, -ENOMEM);
    uv_buf_t target = uv_buf_init(request->buffer.bytes, READ_SIZE);
    int64_t offset = file->seekable ? file->position : -1;
    return submitted(vm, request, uv_fs_read(vm->runtime->uv, &request->fs, file->descriptor, &target, 1, offset, file_on_read));
}

static void file_on_write(uv_fs_t *fs);

static int write_rest(Request *request)
{
    File *file = value_to_file(request->file);
    uv_buf_t source = uv_buf_init(request->buffer.bytes + request->buffer.start, (unsigned)buffer_size(&request->buffer));
    int64_t offset = file->seekable && !file->appending ? file->position : -1;
    return uv_fs_write(request->pending.vm->runtime->uv, &request->fs, file->descriptor, &source, 1, offset, file_on_write);
}

static void file_on_write(uv_fs_t *fs)
{
    Request *request = fs->data;
    int64_t count = fs->result;
    if (count >= 0) {
        request->buffer.start += (size_t)count;
        value_to_file(request->file)->position += count;
        if (buffer_size(&request->buffer)) {
            uv_fs_req_cleanup(fs);
            count = write_rest(request);
            if (count == 0)
                return;
        }
    }
    request_end(request, count);
}

bool file_start_write(Vm *vm, Operation *operation, File *file)
{
    Request *request = request_new(vm, operation, file, "the writing of a file");
    if (!request)
        return false;
    ASSERT(buffer_size(&file->output) && !buffer_size(&file->input));
    request->buffer = file->output;
    file->output = (FileBuffer){0};
    return submitted(vm, request, write_rest(request));
}

static void file_on_done(uv_fs_t *fs) { request_end(fs->data, fs->result); }

bool file_start_truncate(Vm *vm, Operation *operation, File *file, int64_t size)
{
    Request *request = request_new(vm, operation, file, "the truncation of a file");
    return request && submitted(vm, request, uv_fs_ftruncate(vm->runtime->uv, &request->fs, file->descriptor, size, file_on_done));
}

bool file_start_close(Vm *vm, Operation *operation, File *file)
{
    Request *request = request_new(vm, operation, file, "the closing of a file");
    int descriptor = file->descriptor;
    if (request)
        file->descriptor = -1;
    return request && submitted(vm, request, uv_fs_close(vm->runtime->uv, &request->fs, descriptor, file_on_done));
}

/* Life. ---------------------------------------------------------------------------------------- */

/* A file that nobody closed: what was written reaches it now. */
static void file_slot_destroy(Vm *vm, Object *self)
{
    File *file = (File *)self;
    if (file->descriptor >= 0) {
        size_t left = buffer_size(&file->output);
        int64_t offset = file->seekable && !file->appending ? file->position : -1;
        const char *bytes = buffer_bytes(&file->output);
        ssize_t written = !left ? 0 : offset >= 0 ? pwrite(file->descriptor, bytes, left, offset)
                                                  : write(file->descriptor, bytes, left);
        (void)written; /* nobody is left to be told */
        close(file->descriptor);
    }
    buffer_free(&file->input);
    buffer_free(&file->output);
    value_drop(vm, file->name);
    value_drop(vm, file->mode);
    value_drop(vm, file->encoding);
    value_drop(vm, file->errors);
    object_free(vm, self, 0);
}

static Value file_slot_repr(Vm *vm, Value self)
{
    const File *file = value_to_file(self);
    return format_text(vm, "<%T name=%R mode=%R>", self, file->name, file->mode);
}

static Value file_slot_aiter(Vm *vm, Value self)
{
    (void)vm;
    return value_share(self);
}


#define FILE_TYPE(text, where)                                                                              \
    {.name = text, .module = where, .flags = TYPE_FLAG_CONTAINER | TYPE_FLAG_WEAK, .size = sizeof(File),     \
     .slots = {.destroy = file_slot_destroy, .repr = file_slot_repr, .aiter = file_slot_aiter, .anext = file_next_line}, \
     .methods = file_methods, .getsets = file_getsets}

const TypeDef async_text_file_type_def = FILE_TYPE("AsyncTextIOWrapper", "aiofiles.threadpool.text");
const TypeDef async_binary_file_type_def = FILE_TYPE("AsyncBufferedReader", "aiofiles.threadpool.binary");
