/* Frees a block of 40 bytes for each argument, which names the content of the block. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

int main(int count, char **names) {
    const char *hex = getenv("TOKEN04_FREED_SECRET_HEX");
    if (hex == NULL || strlen(hex) != 64) return 2;
    for (int at = 1; at < count; at += 1) {
        int width = strcmp(names[at], "utf16") == 0 ? 2 : 1;
        volatile char *block = calloc(1, 80);
        for (int byte = 0; byte < 32; byte += 1) {
            char digits[3] = {hex[2 * byte], hex[2 * byte + 1], 0};
            block[5 + byte * width] = (char)strtol(digits, NULL, 16);
        }
        if (strcmp(names[at], "grown") == 0) {
            block = realloc((void *)block, 4000);
            explicit_bzero((void *)block, 80);
        }
        if (strcmp(names[at], "wiped") == 0) explicit_bzero((void *)block, 80);
        free((void *)block);
    }
    return 0;
}
