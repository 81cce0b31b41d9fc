namespace Reminisce.Encoders;

/// <summary>A model pack whose every file was checked: sizes, hashes, paths, dimensions, exits, and what its graphs declare.</summary>
/// <remarks>
/// Immutable and safe to share between threads; holds no file open. Opening reads every file once and executes none.
/// Files are read and hashed again when a graph is loaded, so the bytes that were hashed are the bytes that run.
/// </remarks>
public sealed class ModelPack
{
    private readonly Dictionary<string, GraphPorts> _ports;

    private ModelPack(string folder, PackManifest manifest, Dictionary<string, GraphPorts> ports, Dictionary<string, ITowerInput> inputs)
    {
        Folder = folder;
        Manifest = manifest;
        Fingerprint = manifest.ComputeFingerprint();
        _ports = ports;
        Inputs = inputs;
    }

    /// <summary>Gets the pack's folder.</summary>
    public string Folder { get; }

    /// <summary>Gets what the pack holds.</summary>
    public PackManifest Manifest { get; }

    /// <summary>Gets what tells its vector spaces apart from every other pack's.</summary>
    public string Fingerprint { get; }

    /// <summary>Gets what the towers with one shape of items read, by tower.</summary>
    internal IReadOnlyDictionary<string, ITowerInput> Inputs { get; }

    /// <summary>Opens and checks a pack.</summary>
    /// <param name="folder">Its folder.</param>
    /// <returns>The pack.</returns>
    /// <exception cref="ModelPackException">Something in the pack is missing, damaged, unsafe or does not agree.</exception>
    public static ModelPack Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var full = Path.GetFullPath(folder);
        var manifest = PackManifest.Load(full);
        var inputs = new Dictionary<string, ITowerInput>(StringComparer.Ordinal);
        foreach (var tower in manifest.Towers)
        {
            if (tower.Preprocessor is { } preprocessor && tower.Modality != PackModality.Text)
            {
                var config = PackFolder.ReadVerified(full, preprocessor, manifest.Files[preprocessor]);
                inputs[tower.Name] = tower.Modality switch
                {
                    PackModality.Audio => SoundTransform.Parse(preprocessor, config),
                    PackModality.Motion => MotionTransform.Parse(preprocessor, config),
                    _ => PictureTransform.Parse(preprocessor, config),
                };
            }
        }

        return new ModelPack(full, manifest, CheckFiles(full, manifest, inputs), inputs);
    }

    /// <summary>Reads a file of the pack again and checks it again.</summary>
    /// <param name="path">Its path inside the pack.</param>
    /// <returns>Exactly the bytes whose hash the manifest names; the caller owns the array.</returns>
    /// <exception cref="ModelPackException">The file is not in the manifest, or was changed since.</exception>
    public byte[] ReadFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return ReadFile(path, null);
    }

    /// <summary>Reads a file again, into an array of the caller's where that has the file's length.</summary>
    internal byte[] ReadFile(string path, byte[]? reuse) =>
        Manifest.Files.TryGetValue(path, out var file)
            ? PackFolder.ReadVerified(Folder, path, file, reuse)
            : throw new ModelPackException(PackManifest.FileName, $"an entry in files for '{path}'", "none");

    /// <summary>Gets the names by which a graph of the pack is run.</summary>
    internal GraphPorts GetPorts(string path) => _ports[path];

    private static Dictionary<string, GraphPorts> CheckFiles(string folder, PackManifest manifest, Dictionary<string, ITowerInput> inputs)
    {
        var roles = GetRoles(manifest, inputs).ToLookup(r => r.File, r => r.Contract, StringComparer.Ordinal);
        var ports = new Dictionary<string, GraphPorts>(StringComparer.Ordinal);
        foreach (var (path, file) in manifest.Files)
        {
            var content = PackFolder.ReadVerified(folder, path, file);
            if (!roles.Contains(path))
            {
                continue;
            }

            var graph = OnnxSummary.Read(path, content);
            foreach (var contract in roles[path])
            {
                ports[path] = contract.Check(path, graph);
            }
        }

        return ports;
    }

    private static IEnumerable<(string File, GraphContract Contract)> GetRoles(PackManifest manifest, Dictionary<string, ITowerInput> inputs)
    {
        foreach (var tower in manifest.Towers)
        {
            foreach (var stage in tower.Stages)
            {
                yield return (stage.File, GraphContract.Stage(tower, stage, inputs.GetValueOrDefault(tower.Name)));
            }

            foreach (var exit in tower.Exits)
            {
                yield return (exit.Head, GraphContract.Head(tower, manifest.Dimensions));
            }

            if (tower.Predictor is { } predictor)
            {
                yield return (predictor.File, GraphContract.Predictor(tower, manifest.Dimensions));
            }
        }

        foreach (var head in manifest.QueryHeads)
        {
            yield return (head.File, GraphContract.Head(manifest.Towers.First(t => t.Name == head.Tower), manifest.Dimensions));
        }
    }
}
