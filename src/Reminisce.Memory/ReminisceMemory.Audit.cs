using Reminisce.Memory.Auditing;

namespace Reminisce.Memory;

public sealed partial class ReminisceMemory
{
    /// <inheritdoc/>
    public async Task<AuditReport> AuditAsync(AuditOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new AuditOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaximumFindings, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.DuplicateWindow, TimeSpan.Zero, nameof(options));
        await EnsureRecoveredAsync(cancellationToken).ConfigureAwait(false);
        return await new Auditor(_index, _clock).AuditAsync(options, cancellationToken).ConfigureAwait(false);
    }
}
