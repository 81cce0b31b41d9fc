using Microsoft.ML.OnnxRuntime;

namespace Reminisce.Training.Cutting;

/// <summary>Bounds what a stranger's graph may take while it is tried out: a size in the file costs its author nothing.</summary>
/// <remarks>
/// The runtime's own allocator takes whatever a graph asks for. Sessions of the builder share one that refuses instead; weights do not
/// count, as their bytes were read already. Made once in a process, since the runtime has no way to take an allocator back.
/// </remarks>
internal static class ProbeMemory
{
    private const uint MostBytes = uint.MaxValue;
    private const int RuntimeChooses = -1;

    private static readonly Lazy<bool> s_registered = new(Register);

    /// <summary>Makes a session of these options take its memory there.</summary>
    public static void Bound(SessionOptions options)
    {
        if (s_registered.Value)
        {
            options.AddSessionConfigEntry("session.use_env_allocators", "1");
            options.AddSessionConfigEntry("session.use_device_allocator_for_initializers", "1");
        }
    }

    /// <summary>Makes a run give its memory back afterwards.</summary>
    public static void Return(RunOptions options) => options.AddRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");

    private static bool Register()
    {
        using var memory = new OrtMemoryInfo("Cpu", OrtAllocatorType.ArenaAllocator, 0, OrtMemType.Default);
        using var arena = new OrtArenaCfg(MostBytes, RuntimeChooses, RuntimeChooses, RuntimeChooses);
        OrtEnv.Instance().CreateAndRegisterAllocator(memory, arena);
        return true;
    }
}
