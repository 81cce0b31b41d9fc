using Microsoft.Extensions.Time.Testing;
using Reminisce.Memory;

namespace Reminisce.SemanticKernel.Tests;

/// <summary>A memory, its clock and the plugin over it.</summary>
internal sealed class Scene
{
    public static readonly DateTimeOffset Now = new(2026, 5, 20, 12, 0, 0, TimeSpan.Zero);

    public Scene(MemoryPluginOptions? options = null)
    {
        Clock = new FakeTimeProvider(Now);
        Memory = new DictionaryMemory(Clock);
        Plugin = new MemoryPlugin(Memory, options, Clock);
    }

    public FakeTimeProvider Clock { get; }

    public DictionaryMemory Memory { get; }

    public MemoryPlugin Plugin { get; }

    public MemoryItem Put(string text, string source = "Notes", TrustTier trust = TrustTier.User, MemoryScope? scope = null, double daysAgo = 1) =>
        Memory.Put(new MemoryItem
        {
            Id = new Guid(Memory.Items.Count + 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
            OccurredAt = Now.AddDays(-daysAgo),
            RecordedAt = Now,
            Modality = Modality.Text,
            Source = source,
            Text = text,
            Trust = trust,
            Scope = scope ?? MemoryScope.Default,
        });
}
