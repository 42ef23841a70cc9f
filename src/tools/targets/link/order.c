/* A program in C around the static library. */
int entry(void);

int main(void) {
    return entry();
}
