// What Linux offers and Swift's Glibc module does not show.
#pragma once
#include <sys/timex.h>
