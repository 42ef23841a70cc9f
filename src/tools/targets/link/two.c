/* Two shared libraries with an allocator each. Four calls do not fit. Rust's own `__rust_alloc` of one
   library takes the place of the other's, unless they are linked so that each keeps its symbols. */
int with_works(void);
int with_allocations(void);
int other_works(void);
int other_allocations(void);

int main(void) {
    if (!with_works() || !other_works())
        return 1;
#ifdef SYMBOLIC
    if (with_allocations() != 2)
        return 2;
#endif
    return with_allocations() + other_allocations() == 4 ? 0 : 3;
}
