export { readSettings, SettingsError } from './settings.ts';
