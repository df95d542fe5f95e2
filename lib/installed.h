/*
 * installed: where the program's own files are.  Floor 1.
 */
#ifndef INSTALLED_H
#define INSTALLED_H

/*
 * The path of a file that came with the program, the caller's: in the folder that the environment variable names,
 * else in ../FOLDER beside the folder of this program (../share/casecraft).  NULL where the program cannot
 * tell where it is.
 */
char *installed_path(const char *variable, const char *folder, const char *name);
/* The path of a command that stands beside this program, where it is installed and where it is built, the caller's;
 * where none is there that can be run, its name, for PATH. */
char *installed_command(const char *name);

#endif
