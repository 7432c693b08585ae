#pragma once

#include <stdbool.h>
#include <stdint.h>

/// A disk that forgets, for proving what survives a power cut.
///
/// Under its directory SQLite's files behave as ever, but beside each of them the disk keeps what the medium would
/// hold if the power went now: that advances only when SQLite syncs the file. At the cut, every sector of 512 bytes
/// that was written but not synced has reached the medium or has not, as a seeded coin falls; so have truncations and
/// deletions. From then on nothing can be written, so nothing can be acknowledged either.
///
/// It can also fail: full, read-only or broken, until it is healed.
typedef struct lossy_disk lossy_disk;

typedef enum {
    lossy_fault_none,
    /// Writes find no space.
    lossy_fault_full,
    /// The file system went read-only.
    lossy_fault_read_only,
    /// Writes and syncs fail with an I/O error.
    lossy_fault_io,
    /// Writes go well, syncs fail.
    lossy_fault_sync,
} lossy_fault;

/// Makes SQLite, in the whole process, use lossy disks for what lies under their directories. Files elsewhere are
/// opened as ever.
bool lossy_disk_install(void);

/// The directory must exist. What is in it already counts as safely on the medium.
lossy_disk *lossy_disk_create(const char *directory, uint64_t seed);

/// The files on it may still be open.
void lossy_disk_release(lossy_disk *disk);

/// Cuts the power in the middle of the operation (write, sync, truncation or deletion) after so many more.
void lossy_disk_cut_after(lossy_disk *disk, int64_t operations);

/// Cuts the power now.
void lossy_disk_cut(lossy_disk *disk);

bool lossy_disk_is_cut(lossy_disk *disk);

/// How many operations there were so far.
int64_t lossy_disk_operations(lossy_disk *disk);

/// Puts what survived the cut into another directory. False when there was no cut or that cannot be written.
bool lossy_disk_recover(lossy_disk *disk, const char *directory);

/// From the write after so many more on, the disk fails this way, until it is told `lossy_fault_none`.
void lossy_disk_fail(lossy_disk *disk, lossy_fault fault, int64_t after_writes);
