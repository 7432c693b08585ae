#pragma once

#include "lossy_disk.h"

#include <limits.h>
#include <pthread.h>
#include <sqlite3.h>

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

/// Guards every disk and all they hold; every function below wants it locked.
extern pthread_mutex_t lossy_mutex;
extern lossy_disk *lossy_disks;

/// The disk a path lies on, or NULL.
lossy_disk *lossy_disk_of(const char *path);
void lossy_free_if_unused(lossy_disk *disk);

/// What the medium holds of a file, which need not exist yet.
image *lossy_image_at(lossy_disk *disk, const char *path);
void lossy_mark_dirty(image *image, int64_t offset, int64_t count);
/// The file was synced: the medium holds what the running system sees.
void lossy_settle(image *image, sqlite3_file *real);
/// The file is gone from the medium.
void lossy_forget(image *image);

void lossy_cut(lossy_disk *disk);
/// Counts an operation. True when the power is gone, perhaps at this very moment.
bool lossy_power_is_gone(lossy_disk *disk);
/// Whether an injected fault strikes this write: SQLite's code.
int lossy_write_fault(lossy_disk *disk);
/// Sets the system's error number and returns SQLite's code.
int lossy_refuse(int code, int system_error);
/// Memory, or the end of the test.
void *lossy_allocated(void *memory);
