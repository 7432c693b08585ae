#include "medium.h"

#include <errno.h>

/// A file as SQLite sees it; the real one lies behind it in the same memory.
typedef struct {
    sqlite3_file base;
    lossy_disk *disk;
    image *image;
    sqlite3_file *real;
} lossy_file;

static sqlite3_vfs *unix_vfs;
static sqlite3_vfs lossy_vfs;

static int lossy_close(sqlite3_file *base) {
    lossy_file *file = (lossy_file *)base;
    int result = file->real->pMethods->xClose(file->real);
    pthread_mutex_lock(&lossy_mutex);
    lossy_free_if_unused(file->disk);
    pthread_mutex_unlock(&lossy_mutex);
    return result;
}

static int lossy_read(sqlite3_file *base, void *bytes, int count, sqlite3_int64 offset) {
    sqlite3_file *real = ((lossy_file *)base)->real;
    return real->pMethods->xRead(real, bytes, count, offset);
}

static int lossy_write(sqlite3_file *base, const void *bytes, int count, sqlite3_int64 offset) {
    lossy_file *file = (lossy_file *)base;
    pthread_mutex_lock(&lossy_mutex);
    int result = file->disk->is_cut ? lossy_refuse(SQLITE_IOERR_WRITE, EIO) : lossy_write_fault(file->disk);
    if (result == SQLITE_OK) {
        // Written before the power goes, so that the cut may tear it.
        result = file->real->pMethods->xWrite(file->real, bytes, count, offset);
        lossy_mark_dirty(file->image, offset, count);
        if (lossy_power_is_gone(file->disk)) result = lossy_refuse(SQLITE_IOERR_WRITE, EIO);
    }
    pthread_mutex_unlock(&lossy_mutex);
    return result;
}

static int lossy_truncate(sqlite3_file *base, sqlite3_int64 size) {
    lossy_file *file = (lossy_file *)base;
    pthread_mutex_lock(&lossy_mutex);
    int result = file->disk->is_cut ? lossy_refuse(SQLITE_IOERR_TRUNCATE, EIO) : lossy_write_fault(file->disk);
    if (result == SQLITE_OK) {
        result = file->real->pMethods->xTruncate(file->real, size);
        if (size < file->image->smallest) file->image->smallest = size;
        if (lossy_power_is_gone(file->disk)) result = lossy_refuse(SQLITE_IOERR_TRUNCATE, EIO);
    }
    pthread_mutex_unlock(&lossy_mutex);
    return result;
}

/// The real file is not synced: nobody pulls the plug of the machine that runs the tests.
static int lossy_sync(sqlite3_file *base, int flags) {
    (void)flags;
    lossy_file *file = (lossy_file *)base;
    pthread_mutex_lock(&lossy_mutex);
    int result = SQLITE_OK;
    bool fails = file->disk->fault == lossy_fault_sync
        || (file->disk->fault == lossy_fault_io && file->disk->writes_until_fault == 0);
    if (fails || lossy_power_is_gone(file->disk))
        result = lossy_refuse(SQLITE_IOERR_FSYNC, EIO);
    else
        lossy_settle(file->image, file->real);
    pthread_mutex_unlock(&lossy_mutex);
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
    pthread_mutex_lock(&lossy_mutex);
    lossy_disk *disk = path ? lossy_disk_of(path) : NULL;
    int result;
    if (!disk) {
        // Elsewhere the memory is large enough for the real file alone, and SQLite talks to that directly.
        result = unix_vfs->xOpen(unix_vfs, path, base, flags, out_flags);
    } else {
        // Looked at before the file is opened, because opening may create it.
        image *image = lossy_image_at(disk, path);
        // A new file of the same name: the old one's deletion is taken to have reached the medium.
        if (image->unlinked) lossy_forget(image);
        *file = (lossy_file){.disk = disk, .image = image, .real = (sqlite3_file *)(file + 1)};
        result = unix_vfs->xOpen(unix_vfs, path, file->real, flags, out_flags);
        if (result == SQLITE_OK) {
            base->pMethods = &lossy_methods;
            disk->references++;
        }
    }
    pthread_mutex_unlock(&lossy_mutex);
    return result;
}

static int lossy_delete(sqlite3_vfs *vfs, const char *path, int sync_directory) {
    (void)vfs;
    pthread_mutex_lock(&lossy_mutex);
    lossy_disk *disk = lossy_disk_of(path);
    int result = SQLITE_OK;
    if (disk) result = lossy_power_is_gone(disk) ? lossy_refuse(SQLITE_IOERR_DELETE, EIO) : lossy_write_fault(disk);
    if (result == SQLITE_OK) result = unix_vfs->xDelete(unix_vfs, path, sync_directory);
    if (disk && result == SQLITE_OK) {
        image *image = lossy_image_at(disk, path);
        image->unlinked = true;
        if (sync_directory) lossy_forget(image);
    }
    pthread_mutex_unlock(&lossy_mutex);
    return result;
}

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
