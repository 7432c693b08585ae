// libserialport: serial devices by name, their settings, and what is plugged in.
#pragma once
#include <libserialport.h>
