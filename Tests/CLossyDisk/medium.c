#include "medium.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { sector = 512 };

pthread_mutex_t lossy_mutex = PTHREAD_MUTEX_INITIALIZER;
lossy_disk *lossy_disks;

void *lossy_allocated(void *memory) {
    if (!memory) abort();
    return memory;
}

/// splitmix64
static uint64_t random_number(lossy_disk *disk) {
    uint64_t z = (disk->random += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

static bool coin(lossy_disk *disk) { return random_number(disk) & 1; }

int lossy_refuse(int code, int system_error) {
    errno = system_error;
    return code;
}

static void resize(uint8_t **bytes, int64_t *size, int64_t wanted) {
    if (wanted > *size) {
        *bytes = lossy_allocated(realloc(*bytes, (size_t)wanted));
        memset(*bytes + *size, 0, (size_t)(wanted - *size));
    }
    *size = wanted;
}

void lossy_mark_dirty(image *image, int64_t offset, int64_t count) {
    int64_t last = (offset + count - 1) / sector;
    if (last >= image->sectors) resize(&image->dirty, &image->sectors, last + 1);
    for (int64_t s = offset / sector; s <= last; s++) image->dirty[s] = 1;
}

/// Copies a sector as the running system sees it.
static void copy_sector(sqlite3_file *real, int64_t live_size, int64_t s, uint8_t **bytes, int64_t *size) {
    int64_t offset = s * sector;
    int64_t count = live_size - offset < sector ? live_size - offset : sector;
    if (count <= 0) return;
    if (*size < offset + count) resize(bytes, size, offset + count);
    real->pMethods->xRead(real, *bytes + offset, (int)count, offset);
}

void lossy_settle(image *image, sqlite3_file *real) {
    sqlite3_int64 live_size = 0;
    real->pMethods->xFileSize(real, &live_size);
    if (image->smallest < image->size) resize(&image->bytes, &image->size, image->smallest);
    for (int64_t s = 0; s < image->sectors; s++)
        if (image->dirty[s]) copy_sector(real, live_size, s, &image->bytes, &image->size);
    resize(&image->bytes, &image->size, live_size);
    image->smallest = live_size;
    image->exists = true;
    image->unlinked = false;
    image->sectors = 0;
}

/// Reads the running system's file by its path: at the cut not every file needs to be open.
static uint8_t *read_live(const char *path, int64_t *size) {
    struct stat status;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    *size = 0;
    if (descriptor < 0 || fstat(descriptor, &status) != 0) {
        if (descriptor >= 0) close(descriptor);
        return NULL;
    }
    uint8_t *bytes = lossy_allocated(malloc((size_t)status.st_size + 1));
    ssize_t count = read(descriptor, bytes, (size_t)status.st_size);
    *size = count < 0 ? 0 : count;
    close(descriptor);
    return bytes;
}

static void cut_image(lossy_disk *disk, image *image) {
    if (image->unlinked && coin(disk)) return;
    // A new file whose directory was never synced may not be there at all.
    if (!image->exists && coin(disk)) return;
    int64_t live_size = 0;
    uint8_t *live = read_live(image->path, &live_size);
    if (!image->exists && !live) return;
    image->survives = true;
    resize(&image->survivor, &image->survivor_size, image->size);
    if (image->size) memcpy(image->survivor, image->bytes, (size_t)image->size);
    if (image->smallest < image->size && coin(disk))
        resize(&image->survivor, &image->survivor_size, image->smallest);
    for (int64_t s = 0; s < image->sectors; s++) {
        int64_t offset = s * sector;
        if (!live || !image->dirty[s] || offset >= live_size || !coin(disk)) continue;
        int64_t count = live_size - offset < sector ? live_size - offset : sector;
        if (image->survivor_size < offset + count) resize(&image->survivor, &image->survivor_size, offset + count);
        memcpy(image->survivor + offset, live + offset, (size_t)count);
    }
    free(live);
}

void lossy_cut(lossy_disk *disk) {
    if (disk->is_cut) return;
    disk->is_cut = true;
    for (image *image = disk->images; image; image = image->next) cut_image(disk, image);
}

bool lossy_power_is_gone(lossy_disk *disk) {
    if (disk->is_cut) return true;
    disk->operations++;
    if (disk->cut_at < 0 || disk->operations < disk->cut_at) return false;
    lossy_cut(disk);
    return true;
}

image *lossy_image_at(lossy_disk *disk, const char *path) {
    for (image *known = disk->images; known; known = known->next)
        if (strcmp(known->path, path) == 0) return known;
    image *new = lossy_allocated(calloc(1, sizeof(image)));
    new->path = lossy_allocated(strdup(path));
    new->bytes = read_live(path, &new->size);
    new->exists = new->bytes != NULL;
    new->smallest = new->size;
    new->next = disk->images;
    disk->images = new;
    return new;
}

lossy_disk *lossy_disk_of(const char *path) {
    for (lossy_disk *disk = lossy_disks; disk; disk = disk->next) {
        size_t length = strlen(disk->directory);
        if (strncmp(path, disk->directory, length) == 0 && path[length] == '/') return disk;
    }
    return NULL;
}

void lossy_forget(image *image) {
    image->exists = image->unlinked = false;
    image->size = image->smallest = image->sectors = 0;
}

void lossy_free_if_unused(lossy_disk *disk) {
    if (--disk->references > 0) return;
    for (lossy_disk **link = &lossy_disks; *link; link = &(*link)->next)
        if (*link == disk) {
            *link = disk->next;
            break;
        }
    for (image *image = disk->images, *next; image; image = next) {
        next = image->next;
        free(image->path);
        free(image->bytes);
        free(image->dirty);
        free(image->survivor);
        free(image);
    }
    free(disk);
}

int lossy_write_fault(lossy_disk *disk) {
    if (disk->fault == lossy_fault_none || disk->fault == lossy_fault_sync) return SQLITE_OK;
    if (disk->writes_until_fault-- > 0) return SQLITE_OK;
    disk->writes_until_fault = 0;
    switch (disk->fault) {
    case lossy_fault_full: return lossy_refuse(SQLITE_FULL, ENOSPC);
    case lossy_fault_read_only: return lossy_refuse(SQLITE_IOERR_WRITE, EROFS);
    default: return lossy_refuse(SQLITE_IOERR_WRITE, EIO);
    }
}
