using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Tenbin.Lab.Cloud.Tests")]
