using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Reminisce.Encoders;

/// <summary>Runs a model pack on ONNX Runtime: encodes each item as deep as it needs, and finishes it later from where it stopped.</summary>
/// <remarks>
/// Safe for concurrent calls: batches of all callers take turns, so a query waits for one batch at most. Graphs are loaded
/// when they are first needed and stay until disposal, or only while they run (<see cref="EarlyExitEncoderOptions.StageResidency"/>).
/// Computation happens on the calling thread; call from a background thread where that one must stay free. Tensors: pictures
/// <c>[B,3,H,W]</c>, sounds <c>[B,M,F]</c>, motion <c>[B,6,N]</c>, tokens <c>[B,T]</c>, states <c>[B,T,W]</c>, embeddings <c>[B,D]</c>; see
/// docs/model-packs.md. No content reaches a log, a metric or an activity.
/// (Paper: memory encoder, D1, and live encoder.)
/// </remarks>
public sealed partial class EarlyExitEncoder : IEarlyExitEncoder
{
    private readonly EarlyExitEncoderOptions _settings;
    private readonly ILogger _logger;
    private readonly RunGate _gate;
    private readonly RunGate _waves;
    private readonly List<TowerRuntime> _towers = [];
    private bool _disposed;

    /// <summary>Initialises an encoder on a pack that was opened and checked.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="options">How to use the machine; <see langword="null"/> for the defaults.</param>
    /// <param name="logger">Where to log; <see langword="null"/> for nowhere.</param>
    /// <exception cref="ModelPackException">A tokenizer of the pack cannot be read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public EarlyExitEncoder(ModelPack pack, EarlyExitEncoderOptions? options = null, ILogger<EarlyExitEncoder>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(pack);
        _settings = options ?? new EarlyExitEncoderOptions();
        _settings.Validate();
        _logger = logger ?? NullLogger<EarlyExitEncoder>.Instance;
        _gate = new RunGate(_settings.MaxConcurrentRuns);

        // One is decoded while another runs; without a bound every caller would hold a decoded wave.
        _waves = new RunGate(_settings.MaxConcurrentRuns + 1);
        foreach (var tower in pack.Manifest.Towers.OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            _towers.Add(new TowerRuntime(pack, tower, _settings, _logger));
        }

        Name = $"{pack.Manifest.Name} {pack.Manifest.Version}";
        Fingerprint = pack.Fingerprint;
        Dimensions = pack.Manifest.Dimensions;
        Exits = [.. _towers.SelectMany(t => t.Exits)];
        EncoderLog.Opened(_logger, Name, pack.Manifest.License, _towers.Count, Exits.Count, Fingerprint);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <inheritdoc/>
    public int Dimensions { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ExitLayer> Exits { get; }

    /// <summary>Opens, checks and readies a pack in one go.</summary>
    /// <param name="packFolder">The pack's folder.</param>
    /// <param name="options">How to use the machine; <see langword="null"/> for the defaults.</param>
    /// <param name="logger">Where to log; <see langword="null"/> for nowhere.</param>
    /// <returns>The encoder; the caller disposes it.</returns>
    /// <exception cref="ModelPackException">The pack is refused.</exception>
    public static EarlyExitEncoder Open(string packFolder, EarlyExitEncoderOptions? options = null, ILogger<EarlyExitEncoder>? logger = null) =>
        new(ModelPack.Open(packFolder), options, logger);

    /// <inheritdoc/>
    public bool CanEncode(AIContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return FindTower(content) is not null;
    }

    /// <summary>Waits for the batches that run and frees every graph.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        _gate.Dispose();
        _towers.ForEach(t => t.Dispose());
    }

    private TowerRuntime? FindTower(AIContent? content) => content is null ? null : _towers.Find(t => t.FrontEnd.Accepts(content));

    private NotSupportedException NotEncodable(AIContent? content)
    {
        var given = content switch
        {
            null => "nothing",
            DataContent data => $"data of media type '{data.MediaType}'",
            _ => content.GetType().Name,
        };
        var modalities = string.Join(" and ", _towers.Select(t => t.Description.Modality));
        return new NotSupportedException($"The model pack '{Name}' encodes {modalities}, but was given {given}; give {string.Join(", or ", _towers.Select(t => t.FrontEnd.Takes))}.");
    }
}
