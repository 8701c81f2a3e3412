/** Stack traces name our own sources. Of libraries too, as `--enable-source-maps` has it, would take 10 MB a process. */
import { setSourceMapsSupport } from 'node:module';

setSourceMapsSupport(true);
