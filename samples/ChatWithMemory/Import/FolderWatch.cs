using Reminisce.Memory;

namespace ChatWithMemory.Import;

/// <summary>Sees what is new in a folder each time it looks, and gives it to the senses.</summary>
/// <remarks>What is there at the first look is known; to take that in, import it. A file is perceived once it stays as it is from one look to the next.</remarks>
internal sealed class FolderWatch(string folder, TimeZoneInfo zone, Func<MemoryInput, SensoryOutcome> perceive)
{
    private readonly FileReader _reader = new(Path.GetFullPath(folder), zone);
    private readonly HashSet<(string Path, DateTime At, long Length)> _known = [];
    private HashSet<(string Path, DateTime At, long Length)> _growing = [];
    private bool _hasLooked;

    /// <summary>Looks once.</summary>
    /// <returns>What was perceived and what became of it, and files that could not be read.</returns>
    public async Task<(IReadOnlyList<(string Name, SensoryOutcome Outcome)> Perceived, IReadOnlyList<SkippedFile> Skipped)> LookAsync(CancellationToken cancellationToken)
    {
        var (perceived, skipped) = (new List<(string, SensoryOutcome)>(), new List<SkippedFile>());
        var growing = new HashSet<(string Path, DateTime At, long Length)>();
        foreach (var file in FolderScan.Of(folder).Files.Select(path => new FileInfo(path)).Where(file => file.Exists))
        {
            var state = (file.FullName, file.LastWriteTimeUtc, file.Length);
            if (!_hasLooked)
            {
                _known.Add(state);
            }
            else if (_known.Contains(state))
            {
                continue;
            }
            else if (!_growing.Contains(state))
            {
                growing.Add(state);
            }
            else
            {
                _known.Add(state);
                var (input, problem) = await _reader.ReadAsync(file.FullName, cancellationToken);
                if (input is not null)
                {
                    perceived.Add((input.Source, perceive(input)));
                }
                else
                {
                    skipped.Add(problem!);
                }
            }
        }

        (_growing, _hasLooked) = (growing, true);
        return (perceived, skipped);
    }
}
