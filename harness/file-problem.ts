// Why a file or folder cannot be used, in words; as part of a sentence.

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "a part of its path is a file, not a folder",
  EEXIST: "a part of its path is a file, not a folder",
  ENAMETOOLONG: "the name is too long",
  EISDIR: "it is a folder",
  ELOOP: "its symbolic links lead in a circle",
  EACCES: "it is not allowed",
  EPERM: "it is not allowed",
  EROFS: "it is on a file system that is read only",
  ENOSPC: "no space is left",
  EDQUOT: "no space is left",
  EFBIG: "it is too large",
  EIO: "the device fails",
};

export function fileProblem(error: unknown): string {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  return PROBLEMS[code] ?? (error instanceof Error ? error.message : String(error));
}
