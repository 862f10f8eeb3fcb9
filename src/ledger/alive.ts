/** Whether a process of this host has that id. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and another's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
