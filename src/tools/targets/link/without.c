/* Two shared libraries, one of which has an allocator: it is the one that finds it. */
int without_small(void);
int without_large(void);
int with_works(void);

int main(void) {
    if (without_small() || !with_works())
        return 1;
    /* It does not come back: the process exits with 7. */
    return without_large();
}
