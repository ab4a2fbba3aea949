// The name of the file with settings, in the folder where lockproof is started.

export const SETTINGS_FILE = "lockproof.json";
