#include "lossy_disk.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { sector = 512 };

/// One file of a lossy disk: what the medium holds of it, and which sectors differ from that.
typedef struct image {
    struct image *next;
    char *path;
    /// On the medium the directory names it.
    bool exists;
    /// Deleted, and the directory not synced since.
    bool unlinked;
    uint8_t *bytes;
    int64_t size;
    /// The smallest size since the last sync.
    int64_t smallest;
    /// One for each sector that was written since the last sync.
    uint8_t *dirty;
    int64_t sectors;
    /// What survived the cut.
    uint8_t *survivor;
    int64_t survivor_size;
    bool survives;
} image;

struct lossy_disk {
    struct lossy_disk *next;
    char directory[PATH_MAX];
    int references;
    uint64_t random;
    image *images;
    int64_t operations;
    int64_t cut_at;
    bool is_cut;
    lossy_fault fault;
    int64_t writes_until_fault;
};

/// A file as SQLite sees it; the real one lies behind it in the same memory.
typedef struct {
    sqlite3_file base;
    lossy_disk *disk;
    image *image;
    sqlite3_file *real;
} lossy_file;

static sqlite3_vfs *unix_vfs;
static sqlite3_vfs lossy_vfs;
static lossy_disk *disks;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void *allocated(void *memory) {
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

static int refuse(int code, int system_error) {
    errno = system_error;
    return code;
}

// The medium

static void resize(uint8_t **bytes, int64_t *size, int64_t wanted) {
    if (wanted > *size) {
        *bytes = allocated(realloc(*bytes, (size_t)wanted));
        memset(*bytes + *size, 0, (size_t)(wanted - *size));
    }
    *size = wanted;
}

static void mark_dirty(image *image, int64_t offset, int64_t count) {
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

static void settle(lossy_file *file) {
    image *image = file->image;
    sqlite3_int64 live_size = 0;
    file->real->pMethods->xFileSize(file->real, &live_size);
    if (image->smallest < image->size) resize(&image->bytes, &image->size, image->smallest);
    for (int64_t s = 0; s < image->sectors; s++)
        if (image->dirty[s]) copy_sector(file->real, live_size, s, &image->bytes, &image->size);
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
    uint8_t *bytes = allocated(malloc((size_t)status.st_size + 1));
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

static void cut(lossy_disk *disk) {
    if (disk->is_cut) return;
    disk->is_cut = true;
    for (image *image = disk->images; image; image = image->next) cut_image(disk, image);
}

/// Counts an operation. True when the power is gone, perhaps at this very moment.
static bool power_is_gone(lossy_disk *disk) {
    if (disk->is_cut) return true;
    disk->operations++;
    if (disk->cut_at < 0 || disk->operations < disk->cut_at) return false;
    cut(disk);
    return true;
}

// Files

static image *image_at(lossy_disk *disk, const char *path) {
    for (image *known = disk->images; known; known = known->next)
        if (strcmp(known->path, path) == 0) return known;
    image *new = allocated(calloc(1, sizeof(image)));
    new->path = allocated(strdup(path));
    new->bytes = read_live(path, &new->size);
    new->exists = new->bytes != NULL;
    new->smallest = new->size;
    new->next = disk->images;
    disk->images = new;
    return new;
}

static lossy_disk *disk_of(const char *path) {
    for (lossy_disk *disk = disks; disk; disk = disk->next) {
        size_t length = strlen(disk->directory);
        if (strncmp(path, disk->directory, length) == 0 && path[length] == '/') return disk;
    }
    return NULL;
}

static void forget(image *image) {
    image->exists = image->unlinked = false;
    image->size = image->smallest = image->sectors = 0;
}

static void free_if_unused(lossy_disk *disk) {
    if (--disk->references > 0) return;
    for (lossy_disk **link = &disks; *link; link = &(*link)->next)
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

/// Whether an injected fault strikes this write.
static int write_fault(lossy_disk *disk) {
    if (disk->fault == lossy_fault_none || disk->fault == lossy_fault_sync) return SQLITE_OK;
    if (disk->writes_until_fault-- > 0) return SQLITE_OK;
    disk->writes_until_fault = 0;
    switch (disk->fault) {
    case lossy_fault_full: return refuse(SQLITE_FULL, ENOSPC);
    case lossy_fault_read_only: return refuse(SQLITE_IOERR_WRITE, EROFS);
    default: return refuse(SQLITE_IOERR_WRITE, EIO);
    }
}

static int lossy_close(sqlite3_file *base) {
    lossy_file *file = (lossy_file *)base;
    int result = file->real->pMethods->xClose(file->real);
    pthread_mutex_lock(&mutex);
    free_if_unused(file->disk);
    pthread_mutex_unlock(&mutex);
    return result;
}

static int lossy_read(sqlite3_file *base, void *bytes, int count, sqlite3_int64 offset) {
    sqlite3_file *real = ((lossy_file *)base)->real;
    return real->pMethods->xRead(real, bytes, count, offset);
}

static int lossy_write(sqlite3_file *base, const void *bytes, int count, sqlite3_int64 offset) {
    lossy_file *file = (lossy_file *)base;
    pthread_mutex_lock(&mutex);
    int result = file->disk->is_cut ? refuse(SQLITE_IOERR_WRITE, EIO) : write_fault(file->disk);
    if (result == SQLITE_OK) {
        // Written before the power goes, so that the cut may tear it.
        result = file->real->pMethods->xWrite(file->real, bytes, count, offset);
        mark_dirty(file->image, offset, count);
        if (power_is_gone(file->disk)) result = refuse(SQLITE_IOERR_WRITE, EIO);
    }
    pthread_mutex_unlock(&mutex);
    return result;
}

static int lossy_truncate(sqlite3_file *base, sqlite3_int64 size) {
    lossy_file *file = (lossy_file *)base;
    pthread_mutex_lock(&mutex);
    int result = file->disk->is_cut ? refuse(SQLITE_IOERR_TRUNCATE, EIO) : write_fault(file->disk);
    if (result == SQLITE_OK) {
        result = file->real->pMethods->xTruncate(file->real, size);
        if (size < file->image->smallest) file->image->smallest = size;
        if (power_is_gone(file->disk)) result = refuse(SQLITE_IOERR_TRUNCATE, EIO);
    }
    pthread_mutex_unlock(&mutex);
    return result;
}

/// The real file is not synced: nobody pulls the plug of the machine that runs the tests.
static int lossy_sync(sqlite3_file *base, int flags) {
    (void)flags;
    lossy_file *file = (lossy_file *)base;
    pthread_mutex_lock(&mutex);
    int result = SQLITE_OK;
    bool fails = file->disk->fault == lossy_fault_sync
        || (file->disk->fault == lossy_fault_io && file->disk->writes_until_fault == 0);
    if (fails || power_is_gone(file->disk))
        result = refuse(SQLITE_IOERR_FSYNC, EIO);
    else
        settle(file);
    pthread_mutex_unlock(&mutex);
    return result;
}

static int lossy_file_size(sqlite3_file *base, sqlite3_int64 *size) {
    sqlite3_file *real = ((lossy_file *)base)->real;
    return real->pMethods->xFileSize(real, size);
}

static int lossy_lock(sqlite3_file *base, int level) {
    sqlite3_file *real = ((lossy_file *)base)->real;
    return real->pMethods->xLock(real, level);
}

static int lossy_unlock(sqlite3_file *base, int level) {
    sqlite3_file *real = ((lossy_file *)base)->real;
    return real->pMethods->xUnlock(real, level);
}

static int lossy_check_reserved_lock(sqlite3_file *base, int *result) {
    sqlite3_file *real = ((lossy_file *)base)->real;
    return real->pMethods->xCheckReservedLock(real, result);
}

static int lossy_file_control(sqlite3_file *base, int operation, void *argument) {
    sqlite3_file *real = ((lossy_file *)base)->real;
    return real->pMethods->xFileControl(real, operation, argument);
}

static int lossy_sector_size(sqlite3_file *base) {
    sqlite3_file *real = ((lossy_file *)base)->real;
    return real->pMethods->xSectorSize(real);
}

static int lossy_device_characteristics(sqlite3_file *base) {
    sqlite3_file *real = ((lossy_file *)base)->real;
    return real->pMethods->xDeviceCharacteristics(real);
}

// The shared memory of the write-ahead log never reaches a medium, so it passes through.

static int lossy_shm_map(sqlite3_file *base, int page, int size, int extend, void volatile **memory) {
    sqlite3_file *real = ((lossy_file *)base)->real;
    return real->pMethods->xShmMap(real, page, size, extend, memory);
}

static int lossy_shm_lock(sqlite3_file *base, int offset, int count, int flags) {
    sqlite3_file *real = ((lossy_file *)base)->real;
    return real->pMethods->xShmLock(real, offset, count, flags);
}

static void lossy_shm_barrier(sqlite3_file *base) {
    sqlite3_file *real = ((lossy_file *)base)->real;
    real->pMethods->xShmBarrier(real);
}

static int lossy_shm_unmap(sqlite3_file *base, int delete) {
    sqlite3_file *real = ((lossy_file *)base)->real;
    return real->pMethods->xShmUnmap(real, delete);
}

static const sqlite3_io_methods lossy_methods = {
    .iVersion = 2,
    .xClose = lossy_close,
    .xRead = lossy_read,
    .xWrite = lossy_write,
    .xTruncate = lossy_truncate,
    .xSync = lossy_sync,
    .xFileSize = lossy_file_size,
    .xLock = lossy_lock,
    .xUnlock = lossy_unlock,
    .xCheckReservedLock = lossy_check_reserved_lock,
    .xFileControl = lossy_file_control,
    .xSectorSize = lossy_sector_size,
    .xDeviceCharacteristics = lossy_device_characteristics,
    .xShmMap = lossy_shm_map,
    .xShmLock = lossy_shm_lock,
    .xShmBarrier = lossy_shm_barrier,
    .xShmUnmap = lossy_shm_unmap,
};

static int lossy_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags, int *out_flags) {
    (void)vfs;
    lossy_file *file = (lossy_file *)base;
    pthread_mutex_lock(&mutex);
    lossy_disk *disk = path ? disk_of(path) : NULL;
    int result;
    if (!disk) {
        // Elsewhere the memory is large enough for the real file alone, and SQLite talks to that directly.
        result = unix_vfs->xOpen(unix_vfs, path, base, flags, out_flags);
    } else {
        // Looked at before the file is opened, because opening may create it.
        image *image = image_at(disk, path);
        // A new file of the same name: the old one's deletion is taken to have reached the medium.
        if (image->unlinked) forget(image);
        *file = (lossy_file){.disk = disk, .image = image, .real = (sqlite3_file *)(file + 1)};
        result = unix_vfs->xOpen(unix_vfs, path, file->real, flags, out_flags);
        if (result == SQLITE_OK) {
            base->pMethods = &lossy_methods;
            disk->references++;
        }
    }
    pthread_mutex_unlock(&mutex);
    return result;
}

static int lossy_delete(sqlite3_vfs *vfs, const char *path, int sync_directory) {
    (void)vfs;
    pthread_mutex_lock(&mutex);
    lossy_disk *disk = disk_of(path);
    int result = SQLITE_OK;
    if (disk) result = power_is_gone(disk) ? refuse(SQLITE_IOERR_DELETE, EIO) : write_fault(disk);
    if (result == SQLITE_OK) result = unix_vfs->xDelete(unix_vfs, path, sync_directory);
    if (disk && result == SQLITE_OK) {
        image *image = image_at(disk, path);
        image->unlinked = true;
        if (sync_directory) forget(image);
    }
    pthread_mutex_unlock(&mutex);
    return result;
}

// What tests call

static void install(void) {
    unix_vfs = sqlite3_vfs_find(NULL);
    if (!unix_vfs) return;
    lossy_vfs = *unix_vfs;
    lossy_vfs.zName = "lossy";
    lossy_vfs.pNext = NULL;
    lossy_vfs.szOsFile = (int)sizeof(lossy_file) + unix_vfs->szOsFile;
    lossy_vfs.xOpen = lossy_open;
    lossy_vfs.xDelete = lossy_delete;
    sqlite3_vfs_register(&lossy_vfs, 1);
}

bool lossy_disk_install(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, install);
    return unix_vfs != NULL;
}

lossy_disk *lossy_disk_create(const char *directory, uint64_t seed) {
    lossy_disk *disk = allocated(calloc(1, sizeof(lossy_disk)));
    if (!lossy_disk_install() || !realpath(directory, disk->directory)) {
        free(disk);
        return NULL;
    }
    disk->references = 1;
    disk->random = seed;
    disk->cut_at = -1;
    pthread_mutex_lock(&mutex);
    disk->next = disks;
    disks = disk;
    pthread_mutex_unlock(&mutex);
    return disk;
}

void lossy_disk_release(lossy_disk *disk) {
    pthread_mutex_lock(&mutex);
    free_if_unused(disk);
    pthread_mutex_unlock(&mutex);
}

void lossy_disk_cut_after(lossy_disk *disk, int64_t operations) {
    pthread_mutex_lock(&mutex);
    disk->cut_at = disk->operations + operations;
    pthread_mutex_unlock(&mutex);
}

void lossy_disk_cut(lossy_disk *disk) {
    pthread_mutex_lock(&mutex);
    cut(disk);
    pthread_mutex_unlock(&mutex);
}

bool lossy_disk_is_cut(lossy_disk *disk) {
    pthread_mutex_lock(&mutex);
    bool result = disk->is_cut;
    pthread_mutex_unlock(&mutex);
    return result;
}

int64_t lossy_disk_operations(lossy_disk *disk) {
    pthread_mutex_lock(&mutex);
    int64_t result = disk->operations;
    pthread_mutex_unlock(&mutex);
    return result;
}

static bool write_survivor(const image *image, const char *directory) {
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", directory, strrchr(image->path, '/') + 1);
    FILE *file = fopen(path, "wb");
    if (!file) return false;
    size_t size = (size_t)image->survivor_size;
    bool done = fwrite(image->survivor, 1, size, file) == size;
    return fclose(file) == 0 && done;
}

bool lossy_disk_recover(lossy_disk *disk, const char *directory) {
    pthread_mutex_lock(&mutex);
    bool done = disk->is_cut;
    for (image *image = disk->images; image && done; image = image->next)
        if (image->survives) done = write_survivor(image, directory);
    pthread_mutex_unlock(&mutex);
    return done;
}

void lossy_disk_fail(lossy_disk *disk, lossy_fault fault, int64_t after_writes) {
    pthread_mutex_lock(&mutex);
    disk->fault = fault;
    disk->writes_until_fault = after_writes;
    pthread_mutex_unlock(&mutex);
}
