using Reminisce.Encoders;

namespace Reminisce.Evaluation.Tests;

/// <summary>The pack of the project.</summary>
internal static class MiniPack
{
    public static EarlyExitEncoder Open()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Reminisce.sln")))
            {
                return EarlyExitEncoder.Open(Path.Combine(folder.FullName, "models", "reminisce-mini"));
            }
        }

        throw new InvalidOperationException("Run the tests from a checkout.");
    }
}
