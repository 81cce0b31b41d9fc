using Reminisce.Memory.Transfer;

namespace Reminisce.Memory;

public sealed partial class ReminisceMemory
{
    /// <inheritdoc/>
    public Task<ExportReport> ExportAsync(string folder, ExportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        return WriteAsync(() => new MemoryExporter(_index).ExportAsync(Path.GetFullPath(folder), options ?? new ExportOptions(), cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ImportReport> ImportAsync(string folder, ImportOptions? options = null, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        options ??= new ImportOptions();
        if (!Enum.IsDefined(options.Existing))
        {
            throw new ArgumentException($"The choice {(int)options.Existing} for memories that are there already is unknown; expected {string.Join(", ", Enum.GetNames<ExistingMemory>())}.", nameof(options));
        }

        var root = Path.GetFullPath(folder);
        var importer = new MemoryImporter(_index, root, options);
        var reader = new TransferReader(Path.Combine(root, TransferFormat.FileName));
        await using (reader.ConfigureAwait(false))
        {
            await importer.CheckAsync(reader, cancellationToken).ConfigureAwait(false);
            if (_access is not null)
            {
                await foreach (var line in reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    await _access.DemandNewAsync([line.Memory.ToRecord()], cancellationToken).ConfigureAwait(false);
                }
            }

            var done = 0;
            var batch = new List<(int Line, TransferLine Memory)>(BatchSize);
            await foreach (var line in reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                batch.Add(line);
                if (batch.Count == BatchSize)
                {
                    await StoreAsync().ConfigureAwait(false);
                }
            }

            await StoreAsync().ConfigureAwait(false);

            async Task StoreAsync()
            {
                done += await WriteAsync(() => importer.StoreAsync(batch, reader.Header, cancellationToken), cancellationToken).ConfigureAwait(false);
                batch.Clear();
                progress?.Report(done);
            }
        }

        return importer.Report;
    }
}
