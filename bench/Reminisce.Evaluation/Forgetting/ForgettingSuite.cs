using System.Text.Json.Nodes;
using Reminisce.Memory;
using Reminisce.Memory.Storage;

namespace Reminisce.Evaluation;

/// <summary>Remembers a life log, forgets a share of its bytes in several ways, and asks the same questions each time.</summary>
internal sealed class ForgettingSuite(LifeLog log, IEarlyExitEncoder encoder, string folder, int seed, Progress progress)
{
    private readonly string _base = Path.Combine(folder, "base");
    private readonly Dictionary<Guid, int> _groups = [];

    public async Task<JsonObject> RunAsync(double budget, IReadOnlyList<double> budgets, CancellationToken cancellationToken)
    {
        await RememberAsync(cancellationToken);
        long bytes, files;
        IReadOnlyList<MemoryRecord> records;
        ForgettingScore before;
        IReadOnlyDictionary<Guid, MemoryBytes> sizes;
        await using (var store = Open(_base, log.AskedAt))
        {
            records = await store.RecordsAsync(cancellationToken);
            sizes = await store.BytesAsync(cancellationToken);
            bytes = sizes.Values.Sum(b => b.Total);
            files = await store.FileBytesAsync(cancellationToken);
            before = await ForgettingScore.AskAsync(store, log.Questions, _groups, cancellationToken);
        }

        progress.Say($"{records.Count} memories of {log.Groups} groups, {bytes:N0} bytes ({sizes.Values.Sum(b => b.Activation):N0} activations), {log.Questions.Count} questions, R@10 {before.Recall:0.000}");
        var orders = DeletionOrder.All(records, log.AskedAt, seed);
        var curve = new JsonArray();
        JsonObject? main = null;
        foreach (var share in budgets.Append(budget).Distinct().Order())
        {
            var product = await SweepAsync(bytes, share, cancellationToken);
            var freed = bytes - (long)product["bytes_after"]!;
            foreach (var (name, order) in orders)
            {
                product[name] = await DeleteAsync(order, freed, sizes, cancellationToken);
            }

            progress.Say($"{share:P0}: freed {freed / (double)bytes:P1}, R@10 {product["recall10_after"]}, random {product["random"]!["recall10"]}, oldest {product["oldest"]!["recall10"]}, decay {product["decay"]!["recall10"]}");
            main = share == budget ? product : main;
            curve.Add(product);
        }

        var report = (JsonObject)main!.DeepClone();
        (report["items_before"], report["bytes_before"], report["file_bytes_before"]) = (records.Count, bytes, files);
        (report["recall10_before"], report["precision10_before"]) = (Round(before.Recall), Round(before.Precision));
        (report["precision10_with_repeats_before"], report["recall10_by_kind_before"]) = (Round(before.PrecisionWithRepeats), before.ByKind());
        (report["groups"], report["questions"], report["pinned"], report["curve"]) = (log.Groups, log.Questions.Count, records.Count(r => r.Pinned), curve);
        return report;
    }

    private async Task RememberAsync(CancellationToken cancellationToken)
    {
        progress.Say($"remembering {log.Entries.Count} entries");
        await using var store = Open(_base, log.AskedAt);
        var results = await store.Memory.RememberAsync([.. log.Entries.Select(e => e.Input)], progress: null, cancellationToken);
        for (var i = 0; i < results.Count; i++)
        {
            var id = results[i].Id ?? throw new InvalidDataException($"An entry of {log.Entries[i].Input.OccurredAt} cannot be remembered: {results[i].Reason}");
            if (_groups.TryAdd(id, log.Entries[i].Group) && log.Entries[i].Pinned)
            {
                await store.Memory.PinAsync(id, cancellationToken: cancellationToken);
            }
        }

        var used = await store.Index.GetAsync([.. results.Where((_, i) => log.Entries[i].UsedAfter is not null).Select(r => r.Id!.Value)], cancellationToken);
        var after = results.Zip(log.Entries).Where(p => p.Second.UsedAfter is not null).GroupBy(p => p.First.Id!.Value).ToDictionary(g => g.Key, g => g.First().Second.UsedAfter!.Value);
        foreach (var record in used)
        {
            MemoryMapper.AddUse(record, MemoryMapper.OccurredAt(record) + after[record.Key]);
        }

        await store.Index.UpdateAsync(used, cancellationToken);
    }

    private async Task<JsonObject> SweepAsync(long bytes, double share, CancellationToken cancellationToken)
    {
        var copy = Copy($"sweep-{share:0.00}");
        var options = new SweepOptions { MaximumBytes = (long)(bytes * (1 - share)) };
        bool dryIdentical, undoIdentical;
        SweepReport report;
        await using (var store = Open(copy, log.AskedAt))
        {
            var dump = await store.DumpAsync(cancellationToken);
            await store.Memory.SweepAsync(new SweepOptions { MaximumBytes = options.MaximumBytes, DryRun = true }, cancellationToken);
            dryIdentical = dump == await store.DumpAsync(cancellationToken);
            var first = await store.Memory.SweepAsync(options, cancellationToken);
            if (first.Id is { } id)
            {
                await store.Memory.UndoAsync(id, cancellationToken);
            }

            undoIdentical = dump == await store.DumpAsync(cancellationToken);
            report = await store.Memory.SweepAsync(options, cancellationToken);
        }

        // Past the undo window the next sweep lets the bytes go; it may do nothing else here.
        await using var later = Open(copy, log.AskedAt.AddDays(31));
        await later.Memory.SweepAsync(new SweepOptions { FadeBelow = 0, DuplicateWindow = TimeSpan.Zero }, cancellationToken);
        var records = await later.RecordsAsync(cancellationToken);
        var after = (await later.BytesAsync(cancellationToken)).Values.Sum(b => b.Total);
        await using var asked = await ReopenAsync(later, copy);
        var score = await ForgettingScore.AskAsync(asked, log.Questions, _groups, cancellationToken);
        return new JsonObject
        {
            ["budget"] = share,
            ["items_after"] = records.Count(r => r.State == (int)MemoryState.Active),
            ["bytes_after"] = after,
            ["bytes_promised"] = report.BytesAfter,
            ["file_bytes_after"] = await asked.FileBytesAsync(cancellationToken),
            ["recall10_after"] = Round(score.Recall),
            ["precision10_after"] = Round(score.Precision),
            ["precision10_with_repeats_after"] = Round(score.PrecisionWithRepeats),
            ["recall10_by_kind"] = score.ByKind(),
            ["pinned_lost"] = records.Count(r => r.Pinned && r.State != (int)MemoryState.Active),
            ["dry_run_identical"] = dryIdentical,
            ["undo_identical"] = undoIdentical,
            ["gists"] = report.Steps.Count(s => s.Action == SweepAction.Compact),
            ["gists_of_different_groups"] = report.Steps.Count(s => s.Action == SweepAction.Compact && s.Items.Select(i => _groups[i]).Distinct().Count() > 1),
            ["faded"] = report.Steps.Count(s => s.Action == SweepAction.Fade),
            ["trimmed"] = report.Steps.Where(s => s.Action == SweepAction.Trim).Sum(s => s.Items.Count),
        };
    }

    /// <summary>Asks at the time of the sweep again, so that a month's fading is not taken for the sweep's doing.</summary>
    private async Task<ForgettingStore> ReopenAsync(ForgettingStore store, string path)
    {
        await store.DisposeAsync();
        return Open(path, log.AskedAt);
    }

    private async Task<JsonObject> DeleteAsync(IReadOnlyList<Guid> order, long bytes, IReadOnlyDictionary<Guid, MemoryBytes> sizes, CancellationToken cancellationToken)
    {
        var copy = Copy("deletion");
        await using var store = Open(copy, log.AskedAt);
        var gone = new List<Guid>();
        for (var freed = 0L; freed < bytes && gone.Count < order.Count; freed += sizes[gone[^1]].Total)
        {
            gone.Add(order[gone.Count]);
        }

        await store.Index.DeleteAsync(gone, cancellationToken);
        var score = await ForgettingScore.AskAsync(store, log.Questions, _groups, cancellationToken);
        return new JsonObject
        {
            ["items_after"] = sizes.Count - gone.Count,
            ["recall10"] = Round(score.Recall),
            ["precision10"] = Round(score.Precision),
            ["precision10_with_repeats"] = Round(score.PrecisionWithRepeats),
        };
    }

    private ForgettingStore Open(string path, DateTimeOffset now) => new(path, encoder, now);

    private string Copy(string name)
    {
        var target = Path.Combine(folder, name);
        if (Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }

        Directory.CreateDirectory(target);
        foreach (var file in Directory.EnumerateFiles(_base, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(target, Path.GetRelativePath(_base, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        return target;
    }

    private static double Round(double value) => Math.Round(value, 4);
}
