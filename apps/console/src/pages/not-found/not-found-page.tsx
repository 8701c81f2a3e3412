import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { Link } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';

/** For an address that leads nowhere. */
export function NotFoundPage({ path }: { readonly path: string }) {
  return (
    <>
      <PageHeading title={t`Page not found`} />
      <p>
        <Trans>
          There is no page at <code>{path}</code>.
        </Trans>{' '}
        <Link href={pathTo.home}>
          <Trans>Go to the page where your work begins</Trans>
        </Link>
      </p>
    </>
  );
}
