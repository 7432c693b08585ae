#pragma once
#include <modbus/modbus.h>
#include <linux/serial.h>
#include <pthread.h>
#include <stddef.h>

// glibc declares these only with _GNU_SOURCE. Defining it here would make its types differ from those in Swift's Glibc.
int posix_openpt(int flags);
int grantpt(int fd);
int unlockpt(int fd);
int ptsname_r(int fd, char *buffer, size_t length);
int pthread_setname_np(pthread_t thread, const char *name);
