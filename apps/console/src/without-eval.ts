import { config } from 'zod';

// Imported before anything that makes a schema: zod would try `new Function` to compile each, which our content security
// policy refuses and reports.
config({ jitless: true });
