using Reminisce.Memory;

namespace ChatWithMemory.Import;

/// <summary>Takes the files of a folder into a memory, batch by batch.</summary>
/// <remarks>
/// A batch that was begun is finished: a stop is heeded between batches, so that what was reported as acknowledged and what
/// is stored are the same.
/// </remarks>
internal sealed class FolderImport(IMemory memory, TimeProvider clock)
{
    private const int BatchSize = 32;

    public async Task<FolderImportReport> RunAsync(string folder, IProgress<ImportProgress> progress, CancellationToken cancellationToken)
    {
        var root = Path.GetFullPath(folder);
        var started = clock.GetTimestamp();
        var scan = FolderScan.Of(root);
        var reader = new FileReader(root, clock.LocalTimeZone);
        var skipped = new List<SkippedFile>(scan.Unreadable);
        var (added, duplicates, done) = (0, 0, 0);
        foreach (var chunk in scan.Files.Chunk(BatchSize))
        {
            if (cancellationToken.IsCancellationRequested)
            {
                break;
            }

            var inputs = new List<MemoryInput>(chunk.Length);
            foreach (var file in chunk)
            {
                var (input, problem) = await reader.ReadAsync(file, CancellationToken.None);
                if (input is not null)
                {
                    inputs.Add(input);
                }
                else
                {
                    skipped.Add(problem!);
                }
            }

            foreach (var (input, result) in inputs.Zip(await RememberAsync(inputs)))
            {
                added += result.Outcome == RememberOutcome.Stored ? 1 : 0;
                duplicates += result.Outcome == RememberOutcome.Duplicate ? 1 : 0;
                if (result.Outcome == RememberOutcome.Rejected)
                {
                    skipped.Add(new SkippedFile(input.Source, result.Reason ?? "the memory rejected it."));
                }
            }

            done += chunk.Length;
            progress.Report(new ImportProgress(done, scan.Files.Count, added + duplicates));
        }

        return new FolderImportReport(added, duplicates, skipped, clock.GetElapsedTime(started), done < scan.Files.Count);
    }

    private async Task<IReadOnlyList<RememberResult>> RememberAsync(List<MemoryInput> inputs) =>
        inputs.Count == 0 ? [] : await memory.RememberAsync(inputs, progress: null, CancellationToken.None);
}
