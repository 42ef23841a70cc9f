// What std asks for random bytes, for versions of wine that do not have it yet.

#include <windows.h>
#include <ntsecapi.h>

BOOL WINAPI ProcessPrng(BYTE *bytes, SIZE_T length) {
    while (length > 0) {
        ULONG part = length > 0x10000000 ? 0x10000000 : (ULONG)length;
        if (!RtlGenRandom(bytes, part)) {
            return FALSE;
        }
        bytes += part;
        length -= part;
    }
    return TRUE;
}
