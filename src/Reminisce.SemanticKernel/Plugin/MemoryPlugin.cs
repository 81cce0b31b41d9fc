using System.Globalization;
using Reminisce.Memory;

namespace Reminisce.SemanticKernel;

/// <summary>The memory as three functions that a model can call: remember, recall and forget.</summary>
/// <remarks>
/// Safe for concurrent calls. Does not own the memory. What reaches the model: recalled content only between marks with an
/// unguessable nonce, as JSON in which no mark can be written, with id, time, source and trust per item; never a path of the
/// machine, never another scope's data. Failures of the store are thrown, not worded for the model.
/// </remarks>
public sealed partial class MemoryPlugin
{
    private readonly IMemory _memory;
    private readonly MemoryScope _scope;
    private readonly TrustTier _leastTrusted;
    private readonly TrustTier _rememberTrust;
    private readonly string _rememberSource;
    private readonly int _maximumResults;
    private readonly TimeZoneInfo _zone;
    private readonly WorkingMemory _working;
    private readonly MemoryRenderer _renderer;
    private readonly RecalledTextGuard _guard;

    /// <summary>Initialises the functions over a memory.</summary>
    /// <param name="memory">The memory; the caller disposes it after the kernel.</param>
    /// <param name="options">What the functions may see; <see langword="null"/> for the defaults.</param>
    /// <param name="timeProvider">The clock that gives the zone; <see langword="null"/> for the system's.</param>
    /// <exception cref="ArgumentNullException">No memory was given.</exception>
    /// <exception cref="ArgumentException">The options have permissions and the memory knows none, or they are incomplete.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit of the options is too small.</exception>
    public MemoryPlugin(IMemory memory, MemoryPluginOptions? options = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(memory);
        options ??= new MemoryPluginOptions();
        options.Validate();
        _memory = options.Permissions is not { } permissions ? memory
            : memory is IMemoryMaintenance owner ? owner.ForAgent(permissions)
            : throw new ArgumentException($"A memory of type '{memory.GetType()}' knows no permissions of agents; give one that is an {nameof(IMemoryMaintenance)}.", nameof(memory));
        _scope = options.Scope;
        _leastTrusted = options.LeastTrusted;
        _rememberTrust = options.RememberTrust;
        _rememberSource = options.RememberSource;
        _maximumResults = options.MaximumResults;
        _zone = options.TimeZone ?? (timeProvider ?? TimeProvider.System).LocalTimeZone;
        _guard = new RecalledTextGuard(options.MaximumTextLength);
        _working = new WorkingMemory(new WorkingMemoryOptions { MaximumChunks = options.MaximumResults, MaximumTokens = options.MaximumTokens, MaximumTextLength = options.MaximumTextLength });
        _renderer = new MemoryRenderer(_zone, options.MaximumTextLength);
    }

    /// <summary>Reads a time that a model wrote; a time without an offset is in the zone of the plugin.</summary>
    private bool TryReadTime(string text, out DateTimeOffset time)
    {
        time = default;
        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var read))
        {
            return false;
        }

        if (read.Kind == DateTimeKind.Unspecified)
        {
            // A local time skipped by a change of the clocks has no offset of its own: the standard offset is taken.
            time = new DateTimeOffset(read, _zone.GetUtcOffset(read));
            return true;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }

    private static string BadTime(string name) =>
        $"{name} was not understood: give an ISO 8601 date or time such as 2026-03-14 or 2026-03-14T09:30:00+01:00.";
}
