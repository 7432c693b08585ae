#include "lossy_disk.h"
