namespace Reminisce.VectorData.Tests.Crash;

/// <summary>What a disk may hold when power is lost at some point of a recorded run.</summary>
/// <remarks>
/// Of each file everything up to its last sync is there. Each sector of what was written later is there, is missing, or is zeros, as
/// the mode and the seed choose; names are as they were at the last sync of their folder, followed by a part of what happened since.
/// </remarks>
internal sealed class PowerLoss
{
    private const int Sector = 512;

    private readonly Random _random;
    private readonly PowerLossMode _mode;
    private readonly Dictionary<int, FileState> _files = [];
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly List<DiskOperation> _unsyncedNames = [];

    private PowerLoss(PowerLossMode mode, int seed) => (_mode, _random) = (mode, new Random(seed));

    /// <summary>Writes the image of a loss right before the operation <paramref name="cut"/> into a folder.</summary>
    public static void Write(IReadOnlyList<DiskOperation> trace, int cut, PowerLossMode mode, int seed, string folder)
    {
        var disk = new PowerLoss(mode, seed);
        for (var i = 0; i < cut; i++)
        {
            disk.Apply(trace[i]);
        }

        disk.WriteTo(folder);
    }

    private void Apply(DiskOperation operation)
    {
        switch (operation.Kind)
        {
            case DiskOperationKind.Create:
                _files[operation.File] = new FileState();
                _unsyncedNames.Add(operation);
                break;
            case DiskOperationKind.Write or DiskOperationKind.Truncate:
                _files[operation.File].Unsynced.Add(operation);
                break;
            case DiskOperationKind.Sync:
                _files[operation.File].Sync();
                break;
            case DiskOperationKind.Delete or DiskOperationKind.Rename:
                _unsyncedNames.Add(operation);
                break;
        }

        if (operation.SyncsFolder)
        {
            SyncNames("");
        }
        else if (operation.Kind == DiskOperationKind.SyncFolder)
        {
            SyncNames(operation.Name == "." ? "" : operation.Name);
        }
    }

    private void SyncNames(string folder)
    {
        foreach (var change in _unsyncedNames.Where(change => Path.GetDirectoryName(change.Name.Split('\n')[0]) == folder).ToList())
        {
            Change(change);
            _unsyncedNames.Remove(change);
        }
    }

    private void Change(DiskOperation change)
    {
        var names = change.Name.Split('\n');
        _names.Remove(names[0]);
        if (change.Kind != DiskOperationKind.Delete)
        {
            _names[names[^1]] = change.File;
        }
    }

    private void WriteTo(string folder)
    {
        // File systems write names in the order in which they changed, some time.
        var kept = _mode switch
        {
            PowerLossMode.AllLost => 0,
            PowerLossMode.AllKept => _unsyncedNames.Count,
            _ => _random.Next(_unsyncedNames.Count + 1),
        };
        _unsyncedNames.Take(kept).ToList().ForEach(Change);
        foreach (var (name, file) in _names)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, _files[file].Lose(_mode, _random));
        }
    }

    private sealed class FileState
    {
        private byte[] _content = new byte[4096];
        private int _length;

        public List<DiskOperation> Unsynced { get; } = [];

        public void Sync()
        {
            Unsynced.ForEach(change => Apply(change));
            Unsynced.Clear();
        }

        public byte[] Lose(PowerLossMode mode, Random random)
        {
            foreach (var change in mode == PowerLossMode.AllLost ? [] : Unsynced)
            {
                if (mode == PowerLossMode.AllKept || change.Kind == DiskOperationKind.Truncate)
                {
                    if (mode == PowerLossMode.AllKept || random.Next(2) == 0)
                    {
                        Apply(change);
                    }

                    continue;
                }

                for (int start = 0, length; start < change.Bytes!.Length; start += length)
                {
                    length = Math.Min(Sector - (int)((change.Offset + start) % Sector), change.Bytes.Length - start);
                    switch (random.Next(mode == PowerLossMode.Zeroed ? 3 : 2))
                    {
                        case 0:
                            Put(change.Offset + start, change.Bytes.AsSpan(start, length));
                            break;
                        case 2:
                            Put(change.Offset + start, new byte[length]);
                            break;
                    }
                }
            }

            return _content[.._length];
        }

        private void Apply(DiskOperation change)
        {
            if (change.Kind == DiskOperationKind.Write)
            {
                Put(change.Offset, change.Bytes);
            }
            else if (change.Offset < _length)
            {
                _content.AsSpan((int)change.Offset, _length - (int)change.Offset).Clear();
                _length = (int)change.Offset;
            }
        }

        private void Put(long offset, ReadOnlySpan<byte> bytes)
        {
            var end = (int)offset + bytes.Length;
            if (end > _content.Length)
            {
                Array.Resize(ref _content, Math.Max(end, _content.Length * 2));
            }

            bytes.CopyTo(_content.AsSpan((int)offset));
            _length = Math.Max(_length, end);
        }
    }
}
