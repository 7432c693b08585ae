#include "medium.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

lossy_disk *lossy_disk_create(const char *directory, uint64_t seed) {
    lossy_disk *disk = lossy_allocated(calloc(1, sizeof(lossy_disk)));
    if (!lossy_disk_install() || !realpath(directory, disk->directory)) {
        free(disk);
        return NULL;
    }
    disk->references = 1;
    disk->random = seed;
    disk->cut_at = -1;
    pthread_mutex_lock(&lossy_mutex);
    disk->next = lossy_disks;
    lossy_disks = disk;
    pthread_mutex_unlock(&lossy_mutex);
    return disk;
}

void lossy_disk_release(lossy_disk *disk) {
    pthread_mutex_lock(&lossy_mutex);
    lossy_free_if_unused(disk);
    pthread_mutex_unlock(&lossy_mutex);
}

void lossy_disk_cut_after(lossy_disk *disk, int64_t operations) {
    pthread_mutex_lock(&lossy_mutex);
    disk->cut_at = disk->operations + operations;
    pthread_mutex_unlock(&lossy_mutex);
}

void lossy_disk_cut(lossy_disk *disk) {
    pthread_mutex_lock(&lossy_mutex);
    lossy_cut(disk);
    pthread_mutex_unlock(&lossy_mutex);
}

bool lossy_disk_is_cut(lossy_disk *disk) {
    pthread_mutex_lock(&lossy_mutex);
    bool result = disk->is_cut;
    pthread_mutex_unlock(&lossy_mutex);
    return result;
}

int64_t lossy_disk_operations(lossy_disk *disk) {
    pthread_mutex_lock(&lossy_mutex);
    int64_t result = disk->operations;
    pthread_mutex_unlock(&lossy_mutex);
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
    pthread_mutex_lock(&lossy_mutex);
    bool done = disk->is_cut;
    for (image *image = disk->images; image && done; image = image->next)
        if (image->survives) done = write_survivor(image, directory);
    pthread_mutex_unlock(&lossy_mutex);
    return done;
}

void lossy_disk_fail(lossy_disk *disk, lossy_fault fault, int64_t after_writes) {
    pthread_mutex_lock(&lossy_mutex);
    disk->fault = fault;
    disk->writes_until_fault = after_writes;
    pthread_mutex_unlock(&lossy_mutex);
}
