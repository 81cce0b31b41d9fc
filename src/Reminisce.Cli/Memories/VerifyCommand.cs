using System.CommandLine;
using Reminisce.Memory;

namespace Reminisce.Cli;

/// <summary><c>reminisce verify</c>: checks the receipt of an erasure against the files.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var receipt = new Argument<FileInfo>("RECEIPT") { Description = "The receipt that reminisce erase wrote." };
        var store = new Option<DirectoryInfo>("--store") { Description = "The folder of the memory; no program may have it open.", HelpName = "FOLDER", Required = true };
        var words = new Option<string[]>("--word") { Description = "A word that must be in no file. Can be repeated; it is not printed.", HelpName = "WORD" };
        var command = new Command("verify", """
            Check that the files of a memory are as an erasure left them, and that no file holds certain words.

            The sizes and hashes of a receipt hold until the memory is opened again; the words stay away until they are remembered
            again. Exit code: 0 when all is as it should be, 3 when something differs, 1 for an error.
              reminisce verify receipt.json --store ~/my-memory --word hunter2
            """) { receipt, store, words };
        command.SetAction(result => Run(result.GetRequiredValue(receipt), result.GetRequiredValue(store), result.GetValue(words) ?? []));
        return command;
    }

    public static int Run(FileInfo receipt, DirectoryInfo store, IReadOnlyList<string> words)
    {
        try
        {
            var differences = EraseReceipt.Parse(File.ReadAllText(receipt.FullName)).Verify(MemoryPlace.FolderOf(store), words);
            foreach (var difference in differences)
            {
                Console.WriteLine(difference);
            }

            Console.WriteLine(differences.Count == 0 ? "Every file is as the erasure left it." : $"{differences.Count} differences.");
            return differences.Count == 0 ? 0 : 3;
        }
        catch (Exception e) when (e is IOException or FormatException or UnauthorizedAccessException or ArgumentException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }
}
