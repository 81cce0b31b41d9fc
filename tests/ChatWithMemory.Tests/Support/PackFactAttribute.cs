namespace ChatWithMemory.Tests;

/// <summary>A test of the whole program with the model pack that the build puts beside it.</summary>
internal sealed class PackFactAttribute : FactAttribute
{
    public PackFactAttribute()
    {
        if (!File.Exists(Path.Combine(AppContext.BaseDirectory, "models", "reminisce-mini", "pack.json")))
        {
            Skip = "models/reminisce-mini is not in this checkout.";
        }
    }
}
