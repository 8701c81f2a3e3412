export { type Environment, readSettings, SettingsError } from './settings.ts';
