/* What Windows has under other names, or not at all. */
#ifndef ON_WINDOWS_H
#define ON_WINDOWS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

/* A line with its end; 0 at the end of the input. */
static int getline(char **line, size_t *capacity, FILE *in)
{
    size_t length = 0;
    int next;
    while ((next = getc(in)) != EOF)
    {
        if (length + 2 > *capacity)
        {
            *capacity = *capacity * 2 + 4096;
            *line = realloc(*line, *capacity);
            if (*line == NULL) abort();
        }
        (*line)[length++] = (char)next;
        if (next == '\n') break;
    }
    if (length > 0) (*line)[length] = '\0';
    return length > 0;
}

/* Tests run against what is installed. */
static int is_below(const char *folder, const void *function)
{
    const DWORD how =
        GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
    char wanted[MAX_PATH], found[MAX_PATH];
    HMODULE module;
    return GetModuleHandleExA(how, (const char *)function, &module) &&
           GetModuleFileNameA(module, found, sizeof found) > 0 &&
           _fullpath(wanted, folder, sizeof wanted) != NULL &&
           _strnicmp(wanted, found, strlen(wanted)) == 0;
}

#endif
